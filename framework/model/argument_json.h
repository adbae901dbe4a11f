#pragma once

#include <functional>

#include "framework/ops/public.h"

namespace cornu {

/// Where a symbolic tensor of a model comes from, as files say it: layer, call, output.
struct TensorSource {
  std::string name;
  int64_t call = 0;
  int64_t output = 0;
};
Json to_json(const TensorSource& source);
/// ConfigError where it is no `["dense", 0, 0]`.
TensorSource read_source(const Json& json);

/// An argument of a call as files write it; `source_of` names symbolic tensors.
Json argument_to_json(const Argument& argument,
                      const std::function<TensorSource(const Tensor&)>& source_of);
/// Back; `tensor_of` finds symbolic tensors. ConfigError with the place otherwise.
Argument argument_from_json(
    const Json& json,
    const std::function<Tensor(const Json& place, const TensorSource&)>& tensor_of);
/// Calls `f` for every symbolic tensor named in `json`.
void each_source(const Json& json, const std::function<void(const Json&, const TensorSource&)>& f);

}  // namespace cornu
