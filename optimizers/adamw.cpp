#include "optimizers/adamw.h"

#include "framework/nn/classes.h"
#include "optimizers/adam_step.h"

namespace cornu {

namespace {

class AdamW final : public AdamStep<optimizers::AdamWOptions> {
 public:
  using AdamStep::AdamStep;
};

}  // namespace

constinit const ClassDef adamw_optimizer =
    class_def<AdamW>("AdamW", "Adam whose weights decay.", {"adamw"});

}  // namespace cornu
