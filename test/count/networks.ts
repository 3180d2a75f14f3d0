import { convTestDepthwise, convTestGrouped, convTestPointwise, convTestStandard } from "../../src/models/conv-test.ts";
import { vgg16 } from "../../src/models/vgg.ts";
import * as nn from "../../src/nn/index.ts";
import { tf } from "../../src/tf.ts";

/** Not a field, so no child: what torch.nn.functional's max_pool2d is to a module. */
const halve = new nn.MaxPool2d(2);

class Net extends nn.Module {
  conv1 = new nn.Conv2d(1, 10, 5);
  conv2 = new nn.Conv2d(10, 20, 5);
  conv2Drop = new nn.Dropout2d();
  fc1 = new nn.Linear(320, 50);
  fc2 = new nn.Linear(50, 10);

  forward(x: tf.Tensor): tf.Tensor {
    const first = halve.forward(this.conv1.forward(x)).relu();
    const second = halve.forward(this.conv2Drop.forward(this.conv2.forward(first))).relu();
    return tf.logSoftmax(this.fc2.forward(this.fc1.forward(second.reshape([-1, 320])).relu()));
  }
}

class Holder extends nn.Module {
  held: nn.Module;

  constructor(held: nn.Module) {
    super();
    this.held = held;
  }

  forward(x: tf.Tensor): tf.Tensor {
    return this.held.forward(x);
  }
}

class Twice extends nn.Module {
  conv = new nn.Conv2d(4, 4, 3, { padding: 1 });
  inner = [new Holder(this.conv)];

  forward(x: tf.Tensor): tf.Tensor {
    return this.inner[0]!.forward(this.conv.forward(x));
  }
}

class Scale extends nn.Module {
  weight = tf.variable(tf.ones([3, 1, 1]));
  offset = tf.variable(tf.ones([3, 1, 1]));

  forward(x: tf.Tensor): tf.Tensor {
    return x.mul(this.weight).add(this.offset);
  }
}

class Two extends nn.Module {
  left = new nn.Conv2d(1, 2, 3);
  right = new nn.Conv2d(3, 2, 3);

  forward(x: tf.Tensor, y: tf.Tensor): tf.Tensor {
    return this.left.forward(x).add(this.right.forward(y));
  }
}

function frozen(): nn.Module {
  const first = new nn.Conv2d(3, 8, 3);
  first.weight.trainable = false;
  return new nn.Sequential(first, new nn.BatchNorm2d(8), new nn.Conv2d(8, 8, 3, { groups: 8 }));
}

const nested = () =>
  new nn.Sequential(
    new nn.Sequential(new nn.Conv2d(3, 3, 3, { padding: 1, groups: 3 }), new nn.BatchNorm2d(3), new nn.ReLU6()),
    new nn.Sequential(
      new nn.Conv2d(3, 16, 1),
      new nn.BatchNorm2d(16),
      new nn.ReLU6(),
      new nn.Sequential(new nn.AvgPool2d(2), new nn.Flatten()),
    ),
    new nn.Linear(16 * 16 * 16, 1000),
  );

/** The modules of golden/summary.py, by the same names, and the sizes they are run on. */
export const networks: Record<string, [make: () => nn.Module, sizes: number[][]]> = {
  standard: [convTestStandard, [[3, 64, 64]]],
  depthwise: [convTestDepthwise, [[3, 64, 64]]],
  pointwise: [convTestPointwise, [[3, 64, 64]]],
  grouped: [convTestGrouped, [[4, 64, 64]]],
  mnist: [() => new Net(), [[1, 28, 28]]],
  vgg16: [vgg16, [[3, 224, 224]]],
  nested: [nested, [[3, 32, 32]]],
  twice: [() => new Twice(), [[4, 16, 16]]],
  scale: [() => new nn.Sequential(new Scale(), new nn.Conv2d(3, 1, 1)), [[3, 8, 8]]],
  "two inputs": [
    () => new Two(),
    [
      [1, 16, 16],
      [3, 16, 16],
    ],
  ],
  frozen: [frozen, [[3, 128, 128]]],
  rounding: [() => new nn.Sequential(new nn.ReLU(), new nn.Conv2d(32, 1, 1)), [[32, 32, 32]]],
};
