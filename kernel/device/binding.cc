#include <cstdlib>
#include <string>
#include <vector>

#include "tensorflow/c/eager/c_api.h"

/*
 * tfjs-node's backend, which knows no attributes that are lists of texts or of types. TensorFlow's fused kernels have such. Here
 * a text that begins with the character 1 is a list of texts, each after a 1; one that begins with 2 is a list of numbers of
 * types, each after a 2.
 */
static void SetText(TFE_Op *op, const char *name, const void *value, size_t length) {
  const std::string text(static_cast<const char *>(value), length);
  const char mark = text.empty() ? 0 : text[0];
  if (mark != 1 && mark != 2) return TFE_OpSetAttrString(op, name, value, length);
  std::vector<std::string> parts;
  for (size_t start = 0, end; start < length; start = end) {
    end = text.find(mark, start + 1);
    if (end == std::string::npos) end = length;
    parts.push_back(text.substr(start + 1, end - start - 1));
  }
  if (mark == 1) {
    std::vector<const void *> values;
    std::vector<size_t> lengths;
    for (const std::string &part : parts) {
      values.push_back(part.data());
      lengths.push_back(part.size());
    }
    TFE_OpSetAttrStringList(op, name, values.data(), lengths.data(), static_cast<int>(parts.size()));
  } else {
    std::vector<TF_DataType> types;
    for (const std::string &part : parts) types.push_back(static_cast<TF_DataType>(std::atoi(part.c_str())));
    TFE_OpSetAttrTypeList(op, name, types.data(), static_cast<int>(types.size()));
  }
}

#define TFE_OpSetAttrString SetText
#include "tfjs_backend.cc"
