import type { Node } from "../node.ts";

interface Placed {
  stride: readonly number[];
  dilation: readonly number[];
  /** Of both sides together. */
  padding: readonly number[];
  /** How many places a window has along each axis. */
  size: number[];
}

/** Where a convolution's or a pooling's window stands, by the attributes that both have. */
export function placementOf(node: Node, kernel: readonly number[], image: readonly number[]): Placed {
  const ones = image.map(() => 1);
  const stride = node.ints("strides") ?? ones;
  const dilation = node.ints("dilations") ?? ones;
  const pads = node.ints("pads") ?? image.flatMap(() => [0, 0]);
  const padding = image.map((_, axis) => pads[axis]! + pads[axis + image.length]!);
  const automatic = node.string("auto_pad", "NOTSET");
  const size = image.map((length, axis) => {
    if (automatic.startsWith("SAME")) return Math.ceil(length / stride[axis]!);
    const room = length + padding[axis]! - dilation[axis]! * (kernel[axis]! - 1) - 1;
    if (room < 0) throw new Error(`its kernel [${kernel}] is larger than the image [${image}]`);
    if (node.int("ceil_mode", 0) === 0) return Math.floor(room / stride[axis]!) + 1;
    const places = Math.ceil(room / stride[axis]!) + 1;
    // a window that would begin in the padding behind the image is left out
    return (places - 1) * stride[axis]! >= length + pads[axis]! ? places - 1 : places;
  });
  return { stride, dilation, padding, size };
}
