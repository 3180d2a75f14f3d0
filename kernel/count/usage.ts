export const USAGE = `sepconv count MODEL [options]

Says what each layer of a model costs: parameters, multiply-accumulates (MACs), bytes moved, FLOPs for each byte, and how
much of the input an output value sees. Nothing is computed and no tensor is made, however large the model.
MODEL is one of these:

  a name           of a published network, by torchvision's name where it has it; --list names them
  a .ts module     that exports a model (.js, too): an nn.Module, a class of them, or a function that makes one
  a .json file     of a Keras model: model.to_json() of Keras 2 or 3, or the model.json of TensorFlow.js
  an .onnx file    weights may lie in other files

  --input SIZES    the input's sizes, such as 3x224x224 or with the batch 1x3x224x224; several with commas between; a
                   network's or file's own by default. For files in the file's order, so 224x224x3 for most of Keras
  --batch N        how many samples go in at once; 1 by default
  --by WHAT        a row for each layer (the default) or each kind of layer, with its share
  --format FORM    table (the default), csv, json, markdown or html
  --compare MODEL  the totals beside those of another model, made with its defaults and counted for the same --input
  --convention C   counts operations as another program does, beside the MACs: macs+bias, flops, flops+bias, torchvision,
                   fvcore, thop, ptflops, calflops, deepspeed, torchinfo; for networks and modules
  --export NAME    which export of a module is the model, where several could be
  --list           the published networks, with paper and year
  --help

Any other option goes to the model, by the name that its function has for it: --width-mult 0.5 is { widthMult: 0.5 }.
A number, true or false is read as such; an option without a value is true.

  sepconv count mobilenet_v1 --alpha 0.5 --input 3x160x160
  sepconv count mobilenet_v1 --by kind
  sepconv count mobilenet_v3_large --compare resnet50
  sepconv count ./network.ts --input 3x64x64 --num-classes 10
  sepconv count model.onnx --batch 8 --format csv > layers.csv

The JSON has { model, options, input, totals: { parameters, macs, flops, … }, uncounted, layers: [{ name, type, … }] };
"uncounted" names what has no known rule, so that the totals leave it out.

Exit code: 0 when done, 2 when refused, 1 when a module fails by itself.`;
