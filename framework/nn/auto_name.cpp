#include "framework/nn/auto_name.h"

#include "framework/base/strings.h"
#include "framework/runtime/process_state.h"

namespace cornu {

std::string auto_name(std::string_view class_name) {
  std::string stem = snake_case(class_name);
  const std::lock_guard lock(process_state().names_mutex);
  const int count = process_state().names[stem]++;
  return count == 0 ? stem : concat(stem, "_", count);
}

void clear_session() {
  const std::lock_guard lock(process_state().names_mutex);
  process_state().names.clear();
}

}  // namespace cornu
