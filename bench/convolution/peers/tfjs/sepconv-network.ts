import type { Tensor2D, Tensor4D } from "@tensorflow/tfjs";
import { models, nn, tf } from "sepconv";
import { labelsOf, LEARNING_RATE, NORM, parametersOf } from "../../work/learning.ts";
import type { Network } from "../../work/network.ts";
import type { NetworkTask } from "../../work/task.ts";
import { SEEDS, values } from "../../work/values.ts";
import type { BuiltNetwork } from "./style.ts";

/** MobileNet v1 as this library has it. */
export function sepconvNetwork({ network, batch, pass }: NetworkTask): BuiltNetwork {
  const { inChannels, height, width } = network.convolutions[0]!;
  const shape: Tensor4D["shape"] = [batch, inChannels, height, width];
  const x = tf.tidy(() => tf.tensor4d(values(tf.util.sizeFromShape(shape), SEEDS.x), shape));
  const model = models.mobilenetV1();
  const reset = () => tf.tidy(() => model.loadStateDict(stateOf(network, Object.entries(model.stateDict()))));
  reset();
  if (pass === "inference") {
    const fused = nn.fuse(model.eval());
    return {
      layout: "NCHW, fused",
      run: () => fused.forward(x),
      reset,
      dispose() {
        fused.dispose();
        model.dispose();
        x.dispose();
      },
    };
  }
  const { outFeatures } = network.classifier;
  const labels = tf.tidy(() => tf.oneHot(tf.tensor1d(labelsOf(batch, outFeatures), "int32"), outFeatures)) as Tensor2D;
  const optimizer = tf.train.sgd(LEARNING_RATE);
  const loss = () => tf.losses.softmaxCrossEntropy(labels, model.forward(x)) as ReturnType<typeof tf.scalar>;
  return {
    layout: "NCHW",
    run: () => optimizer.minimize(loss, true, model.parameters())!,
    reset,
    dispose() {
      model.dispose();
      tf.dispose([x, labels]);
      optimizer.dispose();
    },
  };
}

/** The tensors of a network whose layers hold these parameters, by their names in the order of its state dict. */
function stateOf(network: Network, tensors: [name: string, { shape: number[] }][]): Record<string, tf.Tensor> {
  const layers = parametersOf(network);
  let place = -1;
  const state = tensors.map(([name, { shape }]): [string, tf.Tensor] => {
    const [parent, field] = name.split(".").slice(-2);
    const isNorm = parent === NORM_PLACE;
    if (field === "weight" && !isNorm) place++;
    const { weight, bias } = layers[place]!;
    if (field === "bias") return [name, tf.tensor(bias, shape)];
    if (field === "running_mean") return [name, tf.zeros(shape)];
    if (field === "running_var") return [name, tf.fill(shape, 1 - NORM.epsilon)];
    if (field === "num_batches_tracked") return [name, tf.scalar(0, "int32")];
    return [name, isNorm ? tf.ones(shape) : tf.tensor(weight, shape)];
  });
  return Object.fromEntries(state);
}

/** Of a convolution, its norm and its activation, named 0, 1 and 2. */
const NORM_PLACE = "1";
