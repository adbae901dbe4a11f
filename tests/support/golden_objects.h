#pragma once

#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "framework/base/json.h"
#include "framework/nn/object.h"

namespace cornu {

/// tests/golden/objects/NAME.json.
Json golden_objects(std::string_view name);

/// What no row (`class_name`, `config`) exercises of Cornu's classes of this kind: each value of an
/// enum (but dtypes) or bool, and each other argument that has no value but the default. Members of
/// `others`, arguments or whole classes, are seen to elsewhere.
std::vector<std::string> unseen_arguments(const ObjectKind& kind, const Json& rows,
                                          const std::set<std::string>& others);

}  // namespace cornu
