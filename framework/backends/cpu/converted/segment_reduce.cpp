#include "framework/ops/segment_reduce.h"

#include "framework/backends/cpu/converted/converted.h"

namespace cornu::cpu::converted {

namespace {

Why declines_segments(const KernelArgs& args) {
  const SegmentReduction reduction = args.as<SegmentAttrs>().reduction;
  if (reduction == SegmentReduction::max || reduction == SegmentReduction::min)
    return "a wider type's extremes stand for segments without rows";
  return declines(args);
}

}  // namespace

extern constinit const Kernel segment_reduce_kernel{"converted", declines_segments, prepare};

}  // namespace cornu::cpu::converted
