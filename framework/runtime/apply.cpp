#include "framework/runtime/apply.h"

#include <algorithm>
#include <utility>

#include "framework/base/error.h"
#include "framework/runtime/backend.h"

namespace cornu {

std::vector<Recorder*>& recorders() {
  thread_local std::vector<Recorder*> stack;
  return stack;
}

NoRecording::NoRecording() { saved_.swap(recorders()); }
NoRecording::~NoRecording() { saved_.swap(recorders()); }

Tracer*& Tracer::current() {
  thread_local Tracer* tracer = nullptr;
  return tracer;
}

Tensor read(const Variable& variable) {
  Tensor value = variable.stored();
  for (Recorder* recorder : recorders()) recorder->on_read(variable, value);
  return value;
}

namespace {

/// All outputs but those that only recorders would keep.
uint64_t wanted_by_callers(const OpDef& def, const Attrs& attrs) {
  uint64_t wanted = ~uint64_t{0};
  const size_t count = def.variadic_outputs ? (def.auxiliary ? 64 : 0) : def.outputs.size();
  for (size_t i = 0; i < count; ++i)
    if (def.is_auxiliary(attrs, i)) wanted &= ~(uint64_t{1} << i);
  return wanted;
}

}  // namespace

Tensors apply(const OpDef& def, Tensors in, Attrs attrs, std::span<const Ref<Graph>> subgraphs) {
  const Tracer* tracer = Tracer::current();
  const bool traced = std::any_of(in.begin(), in.end(), [&](const Tensor& t) {
    return t.is_traced() || (tracer && tracer->follows(t));
  });
  Tensors out;
  if (traced) {
    if (!Tracer::current()) {
      const auto operand =
          std::find_if(in.begin(), in.end(), [](const Tensor& t) { return t.is_traced(); });
      fail<ValueError>(def.name, ": an operand, ", operand->spec(),
                       ", belongs to a graph that is not being built.\n  hint: auto scope = "
                       "graph.as_default();");
    }
    out = Tracer::current()->trace(def, in, attrs, subgraphs);
  } else {
    out = run_eagerly(def, in, attrs, subgraphs,
                      recorders().empty() ? wanted_by_callers(def, attrs) : ~uint64_t{0});
  }
  if (recorders().empty()) return out;
  SmallVector<const Tensor*, 8> operands;
  for (const Tensor& tensor : in) operands.push_back(&tensor);
  for (Recorder* recorder : recorders())
    recorder->on_op(def, {operands.data(), operands.size()}, out, attrs, subgraphs);
  return out;
}

Tensor apply_one(const OpDef& def, Tensors in, Attrs attrs) {
  return std::move(apply(def, std::move(in), std::move(attrs))[0]);
}

Tensor apply_one(const OpDef& def, TensorRefs in, const Attrs& attrs) {
  const bool at_once = !Tracer::current() && std::all_of(in.begin(), in.end(), [](const Tensor* t) {
    return t->is_concrete();
  });
  if (!at_once) {
    Tensors operands;
    for (const Tensor* tensor : in) operands.push_back(*tensor);
    return apply_one(def, std::move(operands), attrs);
  }
  const Ref<EagerCall> call = eager_call(def, in, attrs, {}, ~uint64_t{0});
  CORNU_CHECK(call->out.size() == 1, def.name, " has ", call->out.size(), " outputs");
  Tensor out;
  run_call(*call, in, {&out, 1});
  for (Recorder* recorder : recorders()) recorder->on_op(def, in, {&out, 1}, attrs, {});
  return out;
}

}  // namespace cornu
