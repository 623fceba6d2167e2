import { describe, expect, it } from 'vitest';
import { ACL_NAMES, ACL_SITE, ACL_TABLE, ACL_TOPICS } from '../../testing/acl-table.ts';
import { MQTT_ROLES, type MqttRole, rightsOf } from './acl.ts';

const of = (role: MqttRole) => rightsOf(ACL_SITE, { username: ACL_NAMES[role], role, subject: ACL_NAMES[role] });

describe.each(MQTT_ROLES)('role %s', (role) => {
  const rights = of(role);
  it.each(ACL_TOPICS)('on %s', (topic) => {
    expect({ publish: rights.publish(topic), subscribe: rights.subscribe(topic), forward: rights.forward(topic) }).toEqual({
      publish: ACL_TABLE[role].publish.includes(topic),
      subscribe: ACL_TABLE[role].receive.includes(topic),
      forward: ACL_TABLE[role].receive.includes(topic),
    });
  });

  it('may not widen its rights with wildcards', () => {
    const wide = ['#', '+/#', 'kw/#', 'kw/v1/zuid/#', 'kw/v1/+/own/ack', 'kw/v1/zuid/+/ack', 'kw/v1/zuid/own/#', '$SYS/#', '+/+/+/+/cmd'];
    expect(wide.filter((filter) => rights.subscribe(filter))).toEqual(role === 'admin' ? wide : []);
  });

  it('cannot publish to $SYS', () => {
    expect(rights.publish('$SYS/broker/x')).toBe(false);
  });
});
