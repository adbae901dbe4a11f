#include "framework/ops/functions.h"

namespace cornu {

namespace {

constexpr OpFunction kFunctions[] = {
#define FUNCTION(function, keras_name, module, arguments, doc) \
  {#function, #keras_name, #module, arguments, doc},
#define REFUSED_FUNCTION(keras_name, module, why) {"", #keras_name, #module, "", "", why},
#include "framework/ops/functions.def"
#undef FUNCTION
#undef REFUSED_FUNCTION
};

}  // namespace

std::span<const OpFunction> op_functions() { return kFunctions; }

}  // namespace cornu
