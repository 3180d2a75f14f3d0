import { expect, test } from "vitest";
import { image } from "../../src/plot/index.ts";
import { decode } from "./decode.ts";

test("puts red, green and blue of a pixel side by side, from 0 to 255", () => {
  const { data } = image([[[1, 0]], [[0.2, 0]], [[0.4, 1]]]);
  expect(decode(data[0])).toEqual({ values: [255, 51, 102, 0, 0, 255], shape: [1, 2, 3] });
});

test("shows one channel as grey and cuts off what is beyond dark and bright", () => {
  expect(decode(image([[[-1, 0.6, 2]]]).data[0]).values).toEqual([0, 0, 0, 153, 153, 153, 255, 255, 255]);
});

test("refuses two channels", () => {
  expect(() => image([[[1]], [[1]]])).toThrow("plot.image: expected 1 or 3 channels, received 2; use plot.featureMaps");
});
