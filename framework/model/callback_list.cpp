#include "framework/model/callback_list.h"

#include <algorithm>

namespace cornu {

CallbackList::CallbackList(const Callbacks& callbacks, Trainer& trainer,
                           const CallbackParams& params)
    : trainer_(trainer), params_(params) {
  for (const CallbackRef& callback : callbacks) append(callback);
}

void CallbackList::append(CallbackRef callback) {
  callback->attach(trainer_, params_);
  const auto last = std::find_if(callbacks_.begin(), callbacks_.end(),
                                 [](const CallbackRef& each) { return each->comes_last(); });
  callbacks_.insert(callback->comes_last() ? callbacks_.end() : last, std::move(callback));
}

}  // namespace cornu
