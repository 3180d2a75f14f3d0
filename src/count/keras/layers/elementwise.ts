import { named, sizeOf, type Rule } from "./rule.ts";

const same =
  (kind: string): Rule =>
  (_, [input]) => ({ kind, shape: input! });

/** One value for each of an input's but those along shared axes. */
const prelu: Rule = ({ shared_axes }, [input]) => {
  const shared = new Set((shared_axes as number[] | null | undefined) ?? []);
  const learned = sizeOf(input!.map((length, axis) => (axis === 0 || shared.has(axis) ? 1 : length)));
  return { kind: "activation", shape: input!, learned };
};

/** Values of one shape, in which axes of length 1 stretch. */
const merged: Rule = (_, inputs) => {
  const rank = Math.max(...inputs.map(({ length }) => length));
  const shape = Array.from({ length: rank }, (_, axis) => {
    const lengths = inputs.map((input) => input[axis - rank + input.length] ?? 1);
    const length = lengths.find((length) => length !== 1) ?? 1;
    if (lengths.some((other) => other !== 1 && other !== length)) {
      throw new Error(`[${inputs.join("] and [")}] are not of one shape`);
    }
    return length;
  });
  return { kind: "other", shape };
};

const ACTIVATIONS = "Activation ELU HardSigmoid LeakyReLU ReLU Relu Relu6 Sigmoid Silu Softmax ThresholdedReLU";
const FREE =
  "ActivityRegularization AlphaDropout Dropout GaussianDropout GaussianNoise Identity Masking Rescaling SpatialDropout1D SpatialDropout2D SpatialDropout3D";
const RANDOM =
  "RandomBrightness RandomContrast RandomFlip RandomRotation RandomTranslation RandomZoom UnitNormalization";

export const elementwise: ReadonlyArray<[string, Rule]> = [
  ...named(ACTIVATIONS, same("activation")),
  ...named(`${FREE} ${RANDOM}`, same("other")),
  ...named("PReLU", prelu),
  ...named("Add Average Divide Maximum Minimum Multiply Subtract TrueDivide", merged),
];
