import { article } from "sepconv";

const numbers = await article.table();
console.log(String(numbers));
if (numbers.differing.length > 0) {
  throw new Error(
    `${numbers.differing.length} of ${numbers.rows.length} numbers differ from the article's: see ✗ above`,
  );
}
