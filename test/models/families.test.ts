import { expect, test } from "vitest";
import * as families from "../../src/models/families.ts";

const published = Object.entries<object>(families).flatMap(([name, value]) =>
  "modelName" in value ? [[name, value as (typeof families)["alexnet"]] as const] : [],
);

test.each(published)("%s is called by the camel case of its name", (name, { modelName }) => {
  expect(name).toBe(modelName.replaceAll(/_([a-z])/g, (_, letter: string) => letter.toUpperCase()));
});

test.each(published)("%s has the year of its paper's arXiv number, or of its proceedings", (_, { paper }) => {
  const [, arXiv, proceedings] = /(?:^arXiv (\d\d)\d\d\.\d{4,5}|20(\d\d))$/.exec(paper.where)!;
  expect(paper.year).toBe(Number(`20${arXiv ?? proceedings}`));
});
