#include "framework/base/error.h"
#include "framework/ops/ctc_decode.h"
#include "framework/ops/def.h"

namespace cornu {

namespace {

std::vector<Spec> infer(const InferArgs& args) {
  const Spec& x = args.in[0];
  const auto [width, paths, blank] = args.as<BeamSearchAttrs>();
  if (width < 1 || width > INT32_MAX)
    fail<ValueError>("ctc_decode: beam_width is ", width, "; it must be from 1 to ", INT32_MAX,
                     ".");
  if (paths < 1 || paths > width)
    fail<ValueError>("ctc_decode: top_paths is ", paths, "; it must be from 1 to beam_width, ",
                     width, ".");
  const bool ranked = x.shape.ranked();
  return {{DType::i32, ranked ? Shape{paths, x.shape[0], x.shape[1]} : Shape::unranked(), x.device},
          {x.dtype, ranked ? Shape{x.shape[0], paths} : Shape::unranked(), x.device}};
}

}  // namespace

constinit const OpDef ctc_beam_search_def{
    .name = "ctc_beam_search",
    .doc = "The most probable sequences of labels of frames of log probabilities.",
    .inputs = {{"x", bit(DType::f32) | bit(DType::f64)}, {"lengths", bit(DType::i32)}},
    .outputs = {{"labels"}, {"scores"}},
    .attrs = attrs_of<BeamSearchAttrs>,
    .infer = infer,
    .no_gradient = "which sequences are best does not change smoothly"};

void check_sequence_length(int64_t sample, int64_t length, int64_t frames) {
  if (length < 0 || length > frames)
    fail<ValueError>("ctc_decode: sequence_lengths of sample ", sample, " is ", length,
                     "; it must be from 0 to ", frames, ".");
}

}  // namespace cornu
