#include "framework/runtime/phase.h"

#include <utility>

#include "framework/runtime/apply.h"

namespace cornu {

std::optional<bool> phase(const Variable& count, std::function<bool(int64_t)> test) {
  Phase here{count, std::move(test), true};
  here.answer = here.holds();
  const bool answer = here.answer;
  if (Tracer* tracer = Tracer::current(); tracer && !tracer->enter_phase(std::move(here)))
    return {};
  return answer;
}

}  // namespace cornu
