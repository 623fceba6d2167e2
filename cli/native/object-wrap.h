// Takes the place of node_object_wrap.h of Node.js 24.19 to (at least) 24.21, whose destructor removes an environment hook.
// The garbage collector may run it while no context is entered, and then the process aborts with "(env) != nullptr". Here an
// object is tied to its JavaScript half by a weak handle alone, as in Node.js 20 and 22. The include guard keeps theirs out.
#ifndef SRC_NODE_OBJECT_WRAP_H_
#define SRC_NODE_OBJECT_WRAP_H_

#include <cassert>

#include "v8.h"

namespace node {

class ObjectWrap {
 public:
  ObjectWrap() = default;
  ObjectWrap(const ObjectWrap&) = delete;
  ObjectWrap& operator=(const ObjectWrap&) = delete;

  virtual ~ObjectWrap() {
    if (handle_.IsEmpty()) return;
    handle_.ClearWeak();
    handle_.Reset();
  }

  template <class T>
  static T* Unwrap(v8::Local<v8::Object> object) {
    assert(object->InternalFieldCount() > 0);
    auto* wrap = static_cast<ObjectWrap*>(object->GetAlignedPointerFromInternalField(0));
    return static_cast<T*>(wrap);
  }

  v8::Local<v8::Object> handle() { return handle(v8::Isolate::GetCurrent()); }
  v8::Local<v8::Object> handle(v8::Isolate* isolate) { return v8::Local<v8::Object>::New(isolate, handle_); }
  v8::Persistent<v8::Object>& persistent() { return handle_; }

 protected:
  void Wrap(v8::Local<v8::Object> object) {
    assert(handle_.IsEmpty());
    assert(object->InternalFieldCount() > 0);
    object->SetAlignedPointerInInternalField(0, this);
    handle_.Reset(v8::Isolate::GetCurrent(), object);
    MakeWeak();
  }

  void MakeWeak() { handle_.SetWeak(this, OnCollected, v8::WeakCallbackType::kParameter); }

  virtual void Ref() {
    handle_.ClearWeak();
    refs_ += 1;
  }

  virtual void Unref() {
    assert(refs_ > 0);
    refs_ -= 1;
    if (refs_ == 0) MakeWeak();
  }

  int refs_ = 0;

 private:
  static void OnCollected(const v8::WeakCallbackInfo<ObjectWrap>& data) {
    ObjectWrap* wrap = data.GetParameter();
    wrap->handle_.Reset();
    delete wrap;
  }

  v8::Persistent<v8::Object> handle_;
};

}  // namespace node

#endif  // SRC_NODE_OBJECT_WRAP_H_
