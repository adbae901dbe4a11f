#include "framework/nn/object.h"

#include <cxxabi.h>

#include <cstdlib>

#include "framework/nn/catalog.h"

namespace cornu {

std::string type_name(const std::type_info& type) {
  int status = 0;
  char* text = abi::__cxa_demangle(type.name(), nullptr, nullptr, &status);
  std::string name = status == 0 ? text : type.name();
  std::free(text);
  const size_t colon = name.rfind("::");
  return colon == std::string::npos ? name : name.substr(colon + 2);
}

Json Object::get_config() const { return config_to_json(config_type(), config_data()); }

const ClassDef* Object::class_def() const { return find_class(typeid(*this)); }

std::string Object::class_name() const {
  const ClassDef* def = class_def();
  return def ? std::string(def->name) : type_name(typeid(*this));
}

}  // namespace cornu
