#include "losses/ctc.h"

#include "framework/nn/classes.h"
#include "framework/ops/losses.h"

namespace cornu {

namespace {

class CTC final : public Loss<losses::CTCOptions> {
 public:
  using Loss::Loss;
  Tensor call(const Tensor& y_true, const Tensor& y_pred) const override {
    return losses::ctc(y_true, y_pred);
  }
};

}  // namespace

constinit const ClassDef ctc_loss =
    class_def<CTC>("CTC", "How improbable frames of logits make sequences of labels.");

LossRef losses::CTC(const CTCOptions& options) { return std::make_shared<cornu::CTC>(options); }

}  // namespace cornu
