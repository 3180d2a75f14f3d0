import { expect, test } from "vitest";
import { nn, tf } from "../../src/sepconv.ts";

class Branches extends nn.Module {
  act = new nn.ReLU();
  list = [this.act, new nn.Sequential(this.act, new nn.Flatten())];

  forward(x: tf.Tensor): tf.Tensor {
    return tf.tidy(() => this.list[1]!.forward(this.act.forward(x)));
  }
}

const reluTo6 = (module: nn.AnyModule) => (module instanceof nn.ReLU ? new nn.ReLU6() : undefined);

test("a module is replaced by one other in every place where it stands: fields, arrays and sequences", () => {
  const network = new Branches();
  const first = network.act;
  const putBack = nn.replace(network, reluTo6);
  expect(network.act).toBeInstanceOf(nn.ReLU6);
  expect(network.list[0]).toBe(network.act);
  expect((network.list[1] as nn.Sequential).modules[0]).toBe(network.act);
  expect(tf.tidy(() => network.forward(tf.tensor2d([[9, -1]])).dataSync())).toEqual(Float32Array.of(6, 0));
  putBack();
  expect([network.act, network.list[0], (network.list[1] as nn.Sequential).modules[0]]).toEqual([first, first, first]);
  expect(tf.tidy(() => network.forward(tf.tensor2d([[9, -1]])).dataSync())).toEqual(Float32Array.of(9, 0));
});

test("each module is asked for by its name, once, and nothing is asked for within what is replaced", () => {
  const asked: string[] = [];
  const network = new Branches();
  nn.replace(network, (module, name) => {
    asked.push(name);
    return module instanceof nn.Sequential ? new nn.Identity() : undefined;
  });
  expect(asked).toEqual(["act", "list.1"]);
});

test("refuses what is no module", () => {
  expect(() => nn.replace([new nn.ReLU()] as never, reluTo6)).toThrow("nn.replace: expected an nn.Module");
});
