#include "framework/ops/scan.h"

#include <cstring>

#include "framework/base/error.h"
#include "framework/runtime/subgraph.h"

namespace cornu::control {

namespace {

/// Runs the body's plan once a step. Where every step's carries are saved, step t writes its
/// carries where step t+1 reads them; else two sets of buffers take turns.
class PreparedScan final : public PreparedKernel {
 public:
  explicit PreparedScan(const KernelArgs& args)
      : attrs_(args.as<ScanAttrs>()),
        body_(compile_subgraph(args.subgraphs[0], args.in.empty() ? Device{} : args.in[0].device)) {
    CORNU_CHECK(attrs_.length != unknown, "a scan of unknown length cannot run");
    for (const Spec& spec : args.in) in_bytes_.push_back(spec.bytes());
    for (const Spec& spec : args.out) out_bytes_.push_back(spec.bytes());
    for (size_t i = 0; i < carries(); ++i) {
      saves_.push_back(args.wants(carries() + results() + i));
      turn_offset_.push_back(workspace_bytes);
      workspace_bytes += 2 * aligned(in_bytes_[i]);
    }
    pointers_offset_ = workspace_bytes;
    workspace_bytes += sizeof(void*) * (args.in.size() + carries() + results());
  }

  void run(Stream&, const Operands& operands) const override {
    auto* workspace = static_cast<std::byte*>(operands.workspace);
    auto** in = reinterpret_cast<const void**>(workspace + pointers_offset_);
    auto** out = const_cast<void**>(in + in_bytes_.size());
    const size_t sequences = static_cast<size_t>(attrs_.sequences);
    for (size_t i = carries() + sequences; i < in_bytes_.size(); ++i) in[i] = operands.in[i];
    for (size_t i = 0; i < carries(); ++i) {
      in[i] = operands.in[i];
      if (void* saved = saved_carry(operands, i, place(0))) {
        if (attrs_.length > 0) std::memcpy(saved, operands.in[i], in_bytes_[i]);
      }
      if (attrs_.length == 0) std::memcpy(operands.out[i], operands.in[i], in_bytes_[i]);
    }
    for (int64_t t = 0; t < attrs_.length; ++t) {
      const bool last = t + 1 == attrs_.length;
      for (size_t i = 0; i < carries(); ++i) {
        void* saved = last ? nullptr : saved_carry(operands, i, place(t + 1));
        out[i] = last    ? operands.out[i]
                 : saved ? saved
                         : workspace + turn_offset_[i] +
                               static_cast<size_t>(t & 1) * aligned(in_bytes_[i]);
      }
      for (size_t k = carries(); k < carries() + sequences; ++k)
        in[k] = static_cast<const std::byte*>(operands.in[k]) + at(place(t), in_bytes_[k]);
      for (size_t k = carries(); k < carries() + results(); ++k)
        out[k] = static_cast<std::byte*>(operands.out[k]) + at(place(t), out_bytes_[k]);
      body_->run(in, out);
      for (size_t i = 0; i < carries(); ++i) in[i] = out[i];
    }
  }

 private:
  static size_t aligned(size_t bytes) { return (bytes + 63) / 64 * 64; }
  size_t carries() const { return static_cast<size_t>(attrs_.carries); }
  size_t results() const { return static_cast<size_t>(attrs_.results); }
  /// The place along the first axis of step t.
  int64_t place(int64_t t) const { return attrs_.reverse ? attrs_.length - 1 - t : t; }
  size_t at(int64_t place, size_t all_bytes) const {
    return static_cast<size_t>(place) * (all_bytes / static_cast<size_t>(attrs_.length));
  }
  void* saved_carry(const Operands& operands, size_t i, int64_t at_place) const {
    const size_t output = carries() + results() + i;
    if (!saves_[i] || !operands.out[output]) return nullptr;
    return static_cast<std::byte*>(operands.out[output]) +
           static_cast<size_t>(at_place) * in_bytes_[i];
  }

  ScanAttrs attrs_;
  Ref<SubgraphProgram> body_;
  std::vector<bool> saves_;  ///< Whether each carry's every value is an output.
  std::vector<size_t> in_bytes_, out_bytes_, turn_offset_;
  size_t pointers_offset_ = 0;
};

Ref<PreparedKernel> prepare(const KernelArgs& args, const Layouts&) {
  return make_ref<PreparedScan>(args);
}

}  // namespace

extern constinit const Kernel scan_kernel{"control", accept, prepare};

}  // namespace cornu::control
