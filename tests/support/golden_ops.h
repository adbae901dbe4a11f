#pragma once

#include <set>
#include <string>
#include <string_view>

#include "framework/base/json.h"

namespace cornu {

/// The document tests/golden/ops/NAME.json.
Json golden_ops(std::string_view name);

/// Expects of every call of that group what Keras gave: dtypes, shapes, values and gradients. Calls
/// of ops that Cornu has under no name are left out and returned.
std::set<std::string> expect_golden_ops(std::string_view group);

}  // namespace cornu
