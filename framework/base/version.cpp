#include "framework/base/version.h"

namespace cornu {

std::string_view version() { return CORNU_VERSION; }

}  // namespace cornu
