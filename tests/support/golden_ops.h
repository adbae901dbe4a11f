#pragma once

#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "framework/base/json.h"
#include "framework/ops/public.h"

namespace cornu {

/// A call of a public function that Keras made too: tests/golden/ops.
struct GoldenCall {
  Json entry;
  const PublicOp* op;
  std::vector<std::string> names;  ///< Of the arrays that it takes, each once.
  Tensors arrays;

  /// The call with these arrays in place of its own.
  Tensors run(const Tensors& arrays) const;
};

/// The document tests/golden/ops/NAME.json.
Json golden_ops(std::string_view name);

/// The groups of calls, sorted.
std::vector<std::string> golden_groups();

/// The calls of a group, of functions that there are.
std::vector<GoldenCall> golden_calls(std::string_view group);

/// Expects of every call of that group what Keras gave: dtypes, shapes, values and gradients. Calls
/// of ops that Cornu has under no name are left out and returned.
std::set<std::string> expect_golden_ops(std::string_view group);

}  // namespace cornu
