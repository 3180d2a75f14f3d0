/** What a network's layers see, by the places where the published table looks. */
export interface Fields {
  /** What the table calls it. */
  name: string;
  model: string;
  options?: object;
  /** Pixels that a value sees behind a layer or module, of which this is the name. */
  sizes: Readonly<Record<string, number>>;
  note?: string;
}

const features = (sizes: Record<number, number>) =>
  Object.fromEntries(Object.entries(sizes).map(([place, size]) => [`features.${place}`, size]));

const MOBILENET_V1 = features([3, 7, 11, 19, 27, 43, 59, 91, 123, 155, 187, 219, 251, 315]);

/** As the paper has it. */
const options = { strideIn1x1: true };
const note =
  "The table's have the stride in the last 3×3 of the block before, ours, as the paper, in the next 1×1: the 3×3 convolutions see the same.";

/** Of github.com/google-research/receptive_field, computed from TensorFlow's graphs. */
// prettier-ignore
export const RECEPTIVE_FIELDS: readonly Fields[] = [
  { name: "alexnet_v2", model: "alexnet", sizes: features({ 0: 11, 2: 19, 3: 51, 6: 99, 8: 131, 10: 163, 12: 195 }) },
  { name: "vgg_a", model: "vgg11", sizes: features({ 0: 3, 2: 4, 3: 8, 5: 10, 6: 18, 8: 26, 10: 30, 11: 46, 13: 62, 15: 70, 16: 102, 18: 134, 20: 150 }) },
  { name: "vgg_16", model: "vgg16", sizes: features({ 0: 3, 4: 6, 5: 10, 9: 16, 10: 24, 12: 32, 16: 44, 17: 60, 19: 76, 23: 100, 24: 132, 26: 164, 30: 212 }) },
  { name: "inception_v3", model: "inception_v3", sizes: {
    Conv2d_1a_3x3: 3, Conv2d_2a_3x3: 7, Conv2d_2b_3x3: 11, maxpool1: 15, Conv2d_3b_1x1: 15, Conv2d_4a_3x3: 23, maxpool2: 31,
    Mixed_5b: 63, Mixed_5c: 95, Mixed_5d: 127, Mixed_6a: 159, Mixed_6b: 351, Mixed_6c: 543, Mixed_6d: 735, Mixed_6e: 927,
    Mixed_7a: 1055, Mixed_7b: 1183, Mixed_7c: 1311,
  } },
  { name: "mobilenet_v1", model: "mobilenet_v1", sizes: MOBILENET_V1 },
  { name: "mobilenet_v1_075", model: "mobilenet_v1", options: { alpha: 0.75 }, sizes: MOBILENET_V1 },
  { name: "resnet_v1_50", model: "resnet50", options, sizes: { layer1: 35, layer2: 99, layer3: 291, layer4: 483 }, note },
  { name: "resnet_v1_101", model: "resnet101", options, sizes: { layer1: 35, layer2: 99, layer3: 835, layer4: 1027 }, note },
  { name: "resnet_v1_152", model: "resnet152", options, sizes: { layer1: 35, layer2: 163, layer3: 1315, layer4: 1507 }, note },
];
