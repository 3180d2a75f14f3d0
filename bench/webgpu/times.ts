import type { Tensor, Tensor4D } from "@tensorflow/tfjs";
import { conv2d, separableConv2d, tf, weights } from "sepconv";
import { number } from "../number.ts";
import { summarize, type Summary } from "../statistics.ts";
import type { Layer } from "./layers.ts";

/** Milliseconds of a layer here and by the stock kernels, which have no groups. */
export interface Times {
  layer: string;
  pass: "forward" | "forward and gradients";
  ours: Summary;
  stock?: Summary;
  /** How far the two results are from each other, as a share of the largest value. */
  apart?: number;
}

interface Given {
  x: Tensor4D;
  filters: Tensor4D[];
}

type Run = (given: Given) => Tensor;

/** How many samples are taken, each of how many runs in a row. */
interface Repetitions {
  samples: number;
  inARow: number;
}

/** Times a layer and its stock counterpart in turn, once both are compiled and their results were compared. */
export async function timesOf({ title, kind, problem }: Layer, often: Repetitions): Promise<Times[]> {
  const { batch, height, width, inChannels, outChannels, groups } = problem;
  const shapes = [
    [outChannels, inChannels / groups, 3, 3],
    ...(kind === "separable" ? [[outChannels, outChannels, 1, 1]] : []),
  ];
  const x: Tensor4D = tf.randomNormal([batch, height, width, inChannels]);
  const filters = shapes.map((shape) => tf.randomNormal<tf.Rank.R4>(shape as Tensor4D["shape"], 0, 0.1));
  // In each peer's own order, and in NHWC, the one that the stock kernels are made for.
  const stockFilters = filters.map((filter) => weights.toHWIO(filter));
  if (kind === "depthwise" || kind === "separable") {
    const first: Tensor4D = tf.transpose(stockFilters[0]!, [0, 1, 3, 2]);
    stockFilters[0] = first;
  }
  const [ours, theirs] = [
    { x, filters },
    { x, filters: stockFilters },
  ];
  const times: Times[] = [];
  for (const pass of ["forward", "forward and gradients"] as const) {
    const [mine, stock] = [here, kind === "grouped 8" ? undefined : elsewhere].map(
      (layer) => layer && (pass === "forward" ? layer[kind] : withGradients(layer[kind])),
    );
    times.push({ layer: title, pass, ...(await inTurn(mine!, ours, stock, theirs, often)) });
  }
  tf.dispose([x, ...filters, ...stockFilters]);
  return times;
}

const options = { padding: 1, layout: "NHWC" } as const;

const here: Record<Layer["kind"], Run> = {
  standard: ({ x, filters: [filter] }) => conv2d(x, filter!, options),
  depthwise: ({ x, filters: [filter] }) => conv2d(x, filter!, { ...options, groups: x.shape[3] }),
  "grouped 8": ({ x, filters: [filter] }) => conv2d(x, filter!, { ...options, groups: 8 }),
  separable: ({ x, filters: [depthwise, pointwise] }) => separableConv2d(x, depthwise!, pointwise!, options),
};

const elsewhere: Record<Layer["kind"], Run> = {
  ...here,
  standard: ({ x, filters: [filter] }) => tf.conv2d(x, filter!, 1, "same"),
  depthwise: ({ x, filters: [filter] }) => tf.depthwiseConv2d(x, filter!, 1, "same"),
  separable: ({ x, filters: [depthwise, pointwise] }) => tf.separableConv2d(x, depthwise!, pointwise!, 1, "same"),
};

/** All gradients of the sum of squares, in one tensor, so that all are read. */
const withGradients =
  (run: Run): Run =>
  ({ x, filters }) =>
    tf.tidy(() => {
      const gradients = tf.grads((x: Tensor, ...filters: Tensor[]) =>
        tf.sum(tf.square(run({ x: x as Tensor4D, filters: filters as Tensor4D[] }))),
      )([x, ...filters]);
      return tf.stack(gradients.map((gradient) => tf.sum(tf.square(gradient))));
    });

async function inTurn(ours: Run, given: Given, stock: Run | undefined, theirs: Given, often: Repetitions) {
  const peers = [() => ours(given), ...(stock ? [() => stock(theirs)] : [])];
  const results = await Promise.all(peers.map((peer) => readOnce(peer)));
  const samples = peers.map((): number[] => []);
  for (let i = 0; i < often.samples; i++) {
    for (const [which, peer] of peers.entries()) samples[which]!.push(await time(peer, often.inARow));
  }
  const [mine, others] = samples.map(summarize);
  return { ours: mine!, ...(others && { stock: others, apart: distance(results[0]!, results[1]!) }) };
}

async function readOnce(run: () => Tensor) {
  const result = run();
  const values = await result.data();
  result.dispose();
  return values;
}

/** Milliseconds of one run: of several in a row up to the reading of one value, which waits for them all. */
async function time(run: () => Tensor, inARow: number): Promise<number> {
  const start = performance.now();
  const last = tf.tidy(() => {
    let value: Tensor = tf.scalar(0);
    for (let i = 0; i < inARow; i++) value = tf.slice(tf.reshape(run(), [-1]), 0, 1);
    return value;
  });
  await last.data();
  last.dispose();
  return (performance.now() - start) / inARow;
}

function distance(one: ArrayLike<number>, other: ArrayLike<number>): number {
  const values = Array.from(one);
  const largest = values.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
  return values.reduce((most, value, i) => Math.max(most, Math.abs(value - other[i]!)), 0) / largest;
}

export function timeTable(all: readonly Times[]): string[] {
  const shown = ({ median, lower, upper }: Summary) => `${number(median)} (${number(lower)}–${number(upper)})`;
  return [
    "| layer, NHWC | pass | here, ms | tfjs, ms | times as fast | apart |",
    "| --- | --- | ---: | ---: | ---: | ---: |",
    ...all.map(({ layer, pass, ours, stock, apart }) => {
      const ratio = stock ? number(stock.median / ours.median) : "no groups";
      return `| ${layer} | ${pass} | ${shown(ours)} | ${stock ? shown(stock) : ""} | ${ratio} | ${apart?.toExponential(0) ?? ""} |`;
    }),
  ];
}
