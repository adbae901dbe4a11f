#include "framework/runtime/apply.h"

#include <algorithm>
#include <utility>

#include "framework/base/error.h"
#include "framework/runtime/backend.h"
#include "framework/runtime/process.h"

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

Tensors run_eagerly(const OpDef& def, const Tensors& in, const Attrs& attrs,
                    std::span<const Ref<Graph>> subgraphs, uint64_t wanted) {
  std::vector<Spec> in_specs;
  in_specs.reserve(in.size());
  for (const Tensor& tensor : in) in_specs.push_back(tensor.spec());
  check_inputs(def, in_specs);
  std::vector<Spec> out_specs = infer_outputs(def, in_specs, attrs, subgraphs);
  const Device device = in.empty() ? default_device() : in[0].device();
  if (in.empty())
    for (Spec& spec : out_specs) spec.device = device;
  if (def.view) return {Tensor::concrete(out_specs[0], in[0].buffer(), in[0].offset())};
  if (def.forwards) {
    Tensors out;
    for (size_t i = 0; i < out_specs.size(); ++i) {
      const Tensor& same = in[def.forwards(attrs, i)];
      out.push_back(Tensor::concrete(out_specs[i], same.buffer(), same.offset()));
    }
    return out;
  }

  const KernelArgs args{
      def, attrs, in_specs, out_specs, wanted, subgraphs, deterministic_kernels()};
  const Ref<PreparedKernel> kernel = prepare_kernel(args, device);

  SmallVector<const void*, 8> in_data;
  for (const Tensor& tensor : in) in_data.push_back(tensor.data());
  Tensors out;
  SmallVector<void*, 8> out_data;
  for (size_t i = 0; i < out_specs.size(); ++i) {
    if (args.wants(i)) {
      out.push_back(Tensor::empty(out_specs[i]));
      out_data.push_back(out.back().data());
    } else {
      out.emplace_back();
      out_data.push_back(nullptr);
    }
  }
  Ref<Buffer> workspace;
  if (kernel->workspace_bytes > 0) workspace = Buffer::allocate(device, kernel->workspace_bytes);
  kernel->run(backend_of(device).stream(device.index),
              {in_data.data(), out_data.data(), workspace ? workspace->data() : nullptr});
  return out;
}

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
    uint64_t wanted = ~uint64_t{0};
    if (recorders().empty())  // nobody will ask for residuals
      for (size_t i = 0; i < 64; ++i)
        if (def.is_auxiliary(attrs, i)) wanted &= ~(uint64_t{1} << i);
    out = run_eagerly(def, in, attrs, subgraphs, wanted);
  }
  for (Recorder* recorder : recorders()) recorder->on_op(def, in, out, attrs, subgraphs);
  return out;
}

Tensor apply_one(const OpDef& def, Tensors in, Attrs attrs) {
  return apply(def, std::move(in), std::move(attrs))[0];
}

}  // namespace cornu
