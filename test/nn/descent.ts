import * as nn from "../../src/nn/index.ts";
import { manualSeed } from "../../src/nn/random.ts";
import { tf } from "../../src/tf.ts";

/** The losses of a small network in so many steps of gradient descent on its parameters. */
export async function descend(steps: number): Promise<number[]> {
  manualSeed(1);
  const network = new nn.Sequential(new nn.Conv2d(1, 4, 3), new nn.ReLU(), new nn.Flatten(), new nn.Linear(16, 1));
  const x = tf.randomNormal([8, 1, 4, 4], 0, 1, "float32", 5);
  const target = tf.tidy(() => x.slice([0, 0, 1, 1], [8, 1, 1, 1]).reshape([8, 1]));
  const loss = () => network.forward(x).squaredDifference(target).mean<tf.Scalar>();
  const optimizer = tf.train.sgd(0.1);
  const losses: number[] = [];
  for (let step = 0; step < steps; step++) {
    const value = optimizer.minimize(loss, true, network.parameters())!;
    losses.push((await value.data())[0]!);
    value.dispose();
  }
  network.dispose();
  tf.dispose([x, target]);
  return losses;
}
