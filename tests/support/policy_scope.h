#pragma once

#include "framework/nn/dtype_policy.h"

namespace cornu {

/// The process's policy while it lives.
class PolicyScope {
 public:
  explicit PolicyScope(const char* policy) : before_(dtype_policy()) { set_dtype_policy(policy); }
  PolicyScope(const PolicyScope&) = delete;
  ~PolicyScope() { set_dtype_policy(before_); }

 private:
  DTypePolicy before_;
};

}  // namespace cornu
