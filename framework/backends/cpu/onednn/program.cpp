#include "framework/backends/cpu/onednn/program.h"

#include <algorithm>

#include "framework/base/error.h"
#include "framework/base/team.h"

namespace cornu::cpu::onednn {

namespace {

constexpr size_t kAlignment = 64;
/// Below this, waking a second thread costs more than it gives (about 3 µs).
constexpr double kOperationsWorthATeam = 1e6;

size_t aligned(size_t bytes) { return (bytes + kAlignment - 1) / kAlignment * kAlignment; }

void* address(const Place& place, const Operands& operands) {
  switch (place.kind) {
    case Place::Kind::none:
      return nullptr;
    case Place::Kind::in:
      return const_cast<void*>(operands.in[place.index]);  // primitives do not write their inputs
    case Place::Kind::out:
      return operands.out[place.index];
    case Place::Kind::workspace:
      return static_cast<std::byte*>(operands.workspace) + place.index;
  }
  fail<InternalError>("a place of no kind");
}

class ProgramKernel final : public PreparedKernel {
 public:
  ProgramKernel(int threads, Program team, Program alone)
      : threads_(threads), team_(std::move(team)), alone_(std::move(alone)) {
    workspace_bytes = std::max(team_.workspace_bytes(), alone_.workspace_bytes());
  }
  void run(Stream&, const Operands& operands) const override {
    const TeamLease lease;
    const bool together = lease.threads() >= threads_;
    // A primitive may ask for the limit again when it runs.
    const ThreadLimit limit(together ? threads_ : 1);
    (together ? team_ : alone_).run(operands);
  }

 private:
  int threads_;
  Program team_, alone_;  // `alone_` is empty where the team has one thread
};

}  // namespace

Place Program::temporary(const Descriptor& descriptor) {
  const Place place{Place::Kind::workspace, temporaries_};
  temporaries_ += aligned(descriptor.bytes());
  return place;
}

Place Program::read(size_t i, const Descriptor& given, const Descriptor& wanted) {
  if (given == wanted) return Place::in(i);
  const Place copy = temporary(wanted);
  add(make_reorder(given, wanted), {{Role::src, Place::in(i)}, {Role::dst, copy}});
  return copy;
}

Place Program::write(size_t i, const Descriptor& given, const Descriptor& wanted) {
  if (given == wanted) return Place::out(i);
  const Place copy = temporary(wanted);
  Step step{make_reorder(wanted, given), {}};
  CORNU_CHECK(step.primitive, "no reorder from ", wanted.text(), " to ", given.text());
  step.places[static_cast<size_t>(Role::src)] = copy;
  step.places[static_cast<size_t>(Role::dst)] = Place::out(i);
  after_.push_back(std::move(step));
  return copy;
}

void Program::add(PrimitiveRef primitive, std::initializer_list<std::pair<Role, Place>> places) {
  CORNU_CHECK(primitive, "a program of a primitive that there is not");
  Step step{std::move(primitive), {}};
  for (const auto& [role, place] : places) step.places[static_cast<size_t>(role)] = place;
  steps_.push_back(std::move(step));
}

void Program::finish() {
  for (Step& step : after_) steps_.push_back(std::move(step));
  after_.clear();
  for (const Step& step : steps_)
    scratchpad_ = std::max(scratchpad_, aligned(step.primitive->scratchpad_bytes()));
}

void Program::run(const Operands& operands) const {
  void* scratchpad = static_cast<std::byte*>(operands.workspace) + temporaries_;
  for (const Step& step : steps_) {
    Primitive::Addresses addresses;
    for (size_t role = 0; role < kRoles; ++role)
      addresses[role] = address(step.places[role], operands);
    step.primitive->run(addresses, scratchpad);
  }
}

Ref<PreparedKernel> prepare_program(const KernelArgs& args, const Layouts& layouts,
                                    double operations, BuildProgram build) {
  const int threads = operations < kOperationsWorthATeam ? 1 : num_threads();
  Program team, alone;
  for (const bool together : {true, false}) {
    if (!together && threads == 1) break;
    const ThreadLimit limit(together ? threads : 1);
    Program& program = together ? team : alone;
    if (!build(args, layouts, program)) return {};
    program.finish();
  }
  return make_ref<ProgramKernel>(threads, std::move(team), std::move(alone));
}

Why why_not(const KernelArgs& args, BuildProgram build) {
  for (const Spec& spec : args.in) {
    if (spec.dtype != DType::f32 && spec.dtype != DType::bf16)
      return concat("it computes f32 and bf16, not ", spec.dtype);
    if (spec.shape.elements() == 0) return concat("it takes no empty operand, ", spec);
  }
  for (const Spec& spec : args.out)
    if (spec.shape.elements() == 0) return concat("it makes no empty result, ", spec);
  Program program;
  if (!build(args, {}, program)) return "it has only reference code for this on this CPU";
  return {};
}

}  // namespace cornu::cpu::onednn
