import { expect, test } from "vitest";
import { onMeta } from "../../src/device/meta/meta.ts";
import { Inception3 } from "../../src/models/inception-v3/inception3.ts";
import { tf } from "../../src/tf.ts";

/** The network as it is while it learns, but for its batch norms, whose statistics have no values to move on meta. */
function learning(network: Inception3): Inception3 {
  network.eval().training = true;
  return network;
}

const shapesOf = (network: Inception3) => {
  let shapes: object = {};
  onMeta(() => {
    const output = network.forward(tf.zeros([2, 3, 299, 299]));
    shapes =
      output instanceof tf.Tensor ? output.shape : Object.entries(output).map(([name, { shape }]) => [name, shape]);
  });
  return shapes;
};

test("while it learns, Inception v3 returns the logits of both its classifiers, and later those of one", () => {
  const network = new Inception3({ numClasses: 10 });
  expect(shapesOf(learning(network))).toEqual([
    ["logits", [2, 10]],
    ["auxLogits", [2, 10]],
  ]);
  expect(shapesOf(network.eval())).toEqual([2, 10]);
});

test("without its second classifier Inception v3 always returns one classifier's logits, and has no tensors of another", () => {
  const network = new Inception3({ auxLogits: false });
  expect(shapesOf(learning(network))).toEqual([2, 1000]);
  expect(network.namedModules().filter(([name]) => name.startsWith("AuxLogits"))).toEqual([]);
});

test("the second classifier is given what the last 17×17 module returned", () => {
  const network = learning(new Inception3());
  let given, returned;
  network.AuxLogits!.interceptForward((forward, inputs) => forward(...([given] = inputs)));
  network.Mixed_6e.interceptForward((forward, inputs) => (returned = forward(...inputs)));
  shapesOf(network);
  expect(given).toBe(returned);
  expect(returned).toMatchObject({ shape: [2, 768, 17, 17] });
});
