#include "framework/model/callback_list.h"

namespace cornu {

CallbackList::CallbackList(const Callbacks& callbacks, Trainer& trainer,
                           const CallbackParams& params)
    : trainer_(trainer), params_(params) {
  for (const CallbackRef& callback : callbacks) append(callback);
}

void CallbackList::append(CallbackRef callback) {
  callback->attach(trainer_, params_);
  callbacks_.push_back(std::move(callback));
}

}  // namespace cornu
