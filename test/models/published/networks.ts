import type { Row } from "./row.ts";

/** arXiv 1512.03385 has the stride of a bottleneck in its first 1×1. */
const options = { strideIn1x1: true };
const shufflenetV2 = "The authors say that they count convolutions and linear layers alone; their layers give this.";
const lite = "The printed FLOPs exceed the MACs by about three for each value that is normalized.";

/** One table of each paper, all layers counted. */
// prettier-ignore
export const NETWORKS: readonly Row[] = [
  { where: "NIPS 2012", name: "AlexNet", model: "alexnet_2012", macs: [null, 724_406_816], parameters: ["60M", 60_965_224, "truncated"], note: "At 227×227: the paper names 224×224, from which its own maps of 55×55 do not follow." },
  { where: "NIPS 2012", name: "the same with one group", model: "alexnet_2012", options: { groups: 1 }, macs: [null, 1_135_256_096], parameters: [null, 62_378_344] },
  { where: "torchvision", name: "AlexNet", model: "alexnet", macs: ["0.714G", 714_188_480], parameters: ["61,100,840", 61_100_840] },
  { where: "1409.1556, Table 2", name: "VGG A", model: "vgg11", macs: [null, 7_609_090_048], parameters: ["133M", 132_863_336] },
  { where: "1409.1556, Table 2", name: "VGG A-LRN", model: "vgg11_lrn", macs: [null, 7_609_090_048], parameters: ["133M", 132_863_336] },
  { where: "1409.1556, Table 2", name: "VGG B", model: "vgg13", macs: [null, 11_308_466_176], parameters: ["133M", 133_047_848] },
  { where: "1409.1556, Table 2", name: "VGG C", model: "vgg16_c", macs: [null, 11_770_888_192], parameters: ["134M", 133_638_952] },
  { where: "1409.1556, Table 2", name: "VGG D", model: "vgg16", macs: [null, 15_470_264_320], parameters: ["138M", 138_357_544] },
  { where: "1409.1556, Table 2", name: "VGG E", model: "vgg19", macs: [null, 19_632_062_464], parameters: ["144M", 143_667_240] },
  { where: "1512.00567, Abstract", name: "Inception v3", model: "inception_v3", options: { auxLogits: false }, macs: ["5G", 5_713_216_096, "truncated"], parameters: ["25M", 23_834_568, "below"], note: "Read “5 billion” and “less than 25 million”; the layers are torchvision's, of which the paper gives an outline." },
  { where: "1512.00567, Abstract", name: "Inception v3 with its second classifier", model: "inception_v3", macs: ["5G", 5_713_216_096, "truncated"], parameters: ["25M", 27_161_264, 0.09], note: "The second classifier is there for training alone: it has parameters and costs nothing to run." },
  { where: "1512.03385, Table 1", name: "ResNet-18", model: "resnet18", macs: ["1.8G", 1_814_073_344], parameters: [null, 11_689_512] },
  { where: "1512.03385, Table 1", name: "ResNet-34", model: "resnet34", macs: ["3.6G", 3_663_761_408, "truncated"], parameters: [null, 21_797_672] },
  { where: "1512.03385, Table 1", name: "ResNet-50", model: "resnet50", options, macs: ["3.8G", 3_857_973_248, "truncated"], parameters: [null, 25_557_032], note: "The stride is in the first 1×1 of a block; the 4.1G often cited have it in the 3×3, as the next row of ResNet-50." },
  { where: "1512.03385, Table 1", name: "ResNet-101", model: "resnet101", options, macs: ["7.6G", 7_570_194_432], parameters: [null, 44_549_160] },
  { where: "1512.03385, Table 1", name: "ResNet-152", model: "resnet152", options, macs: ["11.3G", 11_282_415_616], parameters: [null, 60_192_808] },
  { where: "1611.05431, Table 1", name: "ResNet-50, stride in the 3×3", model: "resnet50", macs: ["4.1G", 4_089_184_256], parameters: ["25.5M", 25_557_032, "truncated"] },
  { where: "1611.05431, Table 1", name: "ResNeXt-50 32×4d", model: "resnext50_32x4d", macs: ["4.2G", 4_230_479_872], parameters: ["25.0M", 25_028_904] },
  { where: "1602.07360, Table 1", name: "SqueezeNet", model: "squeezenet1_0", macs: [null, 818_924_576], parameters: ["1,248,424", 1_248_424] },
  { where: "1610.02357, Table 3", name: "Xception", model: "xception", macs: [null, 8_357_403_496], parameters: ["22,855,952", 22_855_952] },
  { where: "1610.02357, Table 3", name: "Inception v3 beside Xception", model: "inception_v3", options: { auxLogits: false }, parameters: ["23,626,728", 23_834_568, 0.009], note: "Keras's batch norm there has no γ, 17,216 parameters; the paper's network is smaller still." },
  { where: "Keras", name: "Xception with moving statistics", model: "xception", statistics: true, parameters: ["22,910,480", 22_910_480], note: "Keras's count_params() has batch norm's moving statistics, 54,528 of them." },
  { where: "1801.04381, Table 4", name: "MobileNetV2", model: "mobilenet_v2", macs: ["300M", 300_774_272, "truncated"], parameters: ["3.4M", 3_504_872, 0.031], note: "The printed parameters leave batch norm out, as the next row does." },
  { where: "1801.04381, Table 4", name: "MobileNetV2 without batch norm", model: "mobilenet_v2", without: ["normalization"], macs: ["300M", 300_774_272, "truncated"], parameters: ["3.4M", 3_470_760, "truncated"] },
  { where: "1801.04381, Table 4", name: "MobileNetV2 (1.4) without batch norm", model: "mobilenet_v2", options: { widthMult: 1.4 }, without: ["normalization"], macs: ["585M", 582_195_824, 0.005], parameters: ["6.9M", 6_060_840, 0.13], note: "The authors' own list of trained networks has 582 M and 6.06 M." },
  { where: "1807.11164, Table 5", name: "ShuffleNetV2 0.5×", model: "shufflenet_v2_x0_5", macs: ["41M", 40_476_448, 0.013], parameters: ["1.4M", 1_366_792], note: shufflenetV2 },
  { where: "1807.11164, Table 5", name: "ShuffleNetV2 1×", model: "shufflenet_v2_x1_0", macs: ["146M", 144_907_992, 0.008], parameters: ["2.3M", 2_278_604], note: shufflenetV2 },
  { where: "1807.11164, Table 5", name: "ShuffleNetV2 1.5×", model: "shufflenet_v2_x1_5", macs: ["299M", 295_759_392, 0.011], parameters: ["3.5M", 3_503_624], note: shufflenetV2 },
  { where: "1807.11164, Table 5", name: "ShuffleNetV2 2×", model: "shufflenet_v2_x2_0", macs: ["591M", 583_253_464, 0.014], parameters: ["7.4M", 7_393_996], note: shufflenetV2 },
  { where: "1905.02244, Table 3", name: "MobileNetV3-Large", model: "mobilenet_v3_large", macs: ["219M", 216_589_760, 0.012], parameters: ["5.4M", 5_483_032, "truncated"], note: "The authors' own list of trained networks has 217 M." },
  { where: "1905.02244, Table 3", name: "MobileNetV3-Small", model: "mobilenet_v3_small", macs: ["56M", 56_510_400, "truncated"], parameters: ["2.5M", 2_542_856] },
  { where: "1905.11946, Table 2", name: "EfficientNet-B0", model: "efficientnet_b0", macs: ["0.39B", 385_814_752], parameters: ["5.3M", 5_288_548] },
  { where: "1905.11946, Table 2", name: "EfficientNet-B1", model: "efficientnet_b1", macs: ["0.70B", 686_802_832, 0.02], parameters: ["7.8M", 7_794_184], note: "torchvision's count at this size is ours." },
  { where: "1905.11946, Table 2", name: "EfficientNet-B2", model: "efficientnet_b2", macs: ["1.0B", 993_561_872], parameters: ["9.2M", 9_109_994, 0.01], note: "torchvision's count is ours." },
  { where: "1905.11946, Table 2", name: "EfficientNet-B3", model: "efficientnet_b3", macs: ["1.8B", 1_827_141_392], parameters: ["12M", 12_233_232] },
  { where: "1905.11946, Table 2", name: "EfficientNet-B4", model: "efficientnet_b4", macs: ["4.2B", 4_393_771_024, 0.05], parameters: ["19M", 19_341_616], note: "torchvision's count at this size is ours." },
  { where: "1905.11946, Table 2", name: "EfficientNet-B5", model: "efficientnet_b5", macs: ["9.9B", 10_266_384_752, 0.04], parameters: ["30M", 30_389_784], note: "torchvision's count at this size is ours." },
  { where: "1905.11946, Table 2", name: "EfficientNet-B6", model: "efficientnet_b6", macs: ["19B", 19_067_593_536], parameters: ["43M", 43_040_704] },
  { where: "1905.11946, Table 2", name: "EfficientNet-B7", model: "efficientnet_b7", macs: ["37B", 37_745_884_192, "truncated"], parameters: ["66M", 66_347_960] },
  { where: "tensorflow/tpu, lite", name: "EfficientNet-Lite0", model: "efficientnet_lite0", macs: ["407M", 385_187_552, 0.054], parameters: ["4.7M", 4_652_008], note: lite },
  { where: "tensorflow/tpu, lite", name: "EfficientNet-Lite1", model: "efficientnet_lite1", macs: ["631M", 600_185_232, 0.049], parameters: ["5.4M", 5_416_680], note: lite },
  { where: "tensorflow/tpu, lite", name: "EfficientNet-Lite2", model: "efficientnet_lite2", macs: ["899M", 859_736_272, 0.044], parameters: ["6.1M", 6_092_072], note: lite },
  { where: "tensorflow/tpu, lite", name: "EfficientNet-Lite3", model: "efficientnet_lite3", macs: ["1.44B", 1_383_321_872, 0.04], parameters: ["8.2M", 8_197_096], note: lite },
  { where: "tensorflow/tpu, lite", name: "EfficientNet-Lite4", model: "efficientnet_lite4", macs: ["2.64B", 2_553_034_336, 0.033], parameters: ["13.0M", 13_006_568], note: lite },
  { where: "2201.03545, Table 1", name: "ConvNeXt-T", model: "convnext_tiny", macs: ["4.5G", 4_455_531_264], parameters: ["29M", 28_589_128] },
  { where: "2201.03545, Table 1", name: "ConvNeXt-S", model: "convnext_small", macs: ["8.7G", 8_683_712_256], parameters: ["50M", 50_223_688] },
  { where: "2201.03545, Table 1", name: "ConvNeXt-B", model: "convnext_base", macs: ["15.4G", 15_354_729_472], parameters: ["89M", 88_591_464] },
  { where: "2201.03545, Table 1", name: "ConvNeXt-L", model: "convnext_large", macs: ["34.4G", 34_361_433_600], parameters: ["198M", 197_767_336] },
];
