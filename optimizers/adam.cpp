#include "optimizers/adam.h"

#include "framework/nn/classes.h"
#include "optimizers/adam_step.h"

namespace cornu {

namespace {

class Adam final : public AdamStep<optimizers::AdamOptions> {
 public:
  using AdamStep::AdamStep;
};

}  // namespace

constinit const ClassDef adam_optimizer =
    class_def<Adam>("Adam", "Steps by running means of gradients and of their squares.");

}  // namespace cornu
