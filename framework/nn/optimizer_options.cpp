#include "framework/nn/optimizer_options.h"

#include "framework/base/error.h"

namespace cornu {

void OptimizerSettings::check() const {
  if (static_cast<int>(clipnorm.has_value()) + static_cast<int>(clipvalue.has_value()) +
          static_cast<int>(global_clipnorm.has_value()) >
      1)
    fail<ValueError>(
        "optimizer: at most one of clipnorm, clipvalue and global_clipnorm may be given.");
  for (const auto& [option, value] : {std::pair{"clipnorm", clipnorm},
                                      {"clipvalue", clipvalue},
                                      {"global_clipnorm", global_clipnorm}})
    if (value && !(*value > 0)) fail<ValueError>("optimizer: ", option, " must be above 0.");
  if (use_ema && !(ema_momentum >= 0 && ema_momentum <= 1))
    fail<ValueError>("optimizer: ema_momentum must be in [0, 1], not ", ema_momentum, ".");
  if (use_ema && ema_overwrite_frequency && *ema_overwrite_frequency < 1)
    fail<ValueError>("optimizer: ema_overwrite_frequency must be at least 1, not ",
                     *ema_overwrite_frequency, ".");
  if (gradient_accumulation_steps && *gradient_accumulation_steps < 2)
    fail<ValueError>("optimizer: gradient_accumulation_steps must be at least 2, not ",
                     *gradient_accumulation_steps, ".");
}

}  // namespace cornu
