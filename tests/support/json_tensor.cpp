#include "tests/support/json_tensor.h"

#include <vector>

#include "framework/ops/cast.h"
#include "framework/ops/creation.h"

namespace cornu {

namespace {

void flatten(const Json& json, std::vector<float>& values, bool& integers) {
  if (json.is_array()) {
    for (const Json& each : json.as_array()) flatten(each, values, integers);
  } else {
    integers = integers && json.is_int();
    values.push_back(json.is_bool() ? static_cast<float>(json.as_bool())
                                    : static_cast<float>(json.as_double()));
  }
}

}  // namespace

Tensor tensor_from_json(const Json& json) {
  Shape shape;
  for (const Json* level = &json; level->is_array(); level = &level->as_array()[0]) {
    shape.push_back(static_cast<int64_t>(level->size()));
    if (level->size() == 0) break;
  }
  std::vector<float> values;
  bool integers = true;
  flatten(json, values, integers);
  const Tensor tensor = from_buffer(values.data(), shape, DType::f32);
  return integers && !values.empty() ? ops::cast(tensor, DType::i32) : tensor;
}

}  // namespace cornu
