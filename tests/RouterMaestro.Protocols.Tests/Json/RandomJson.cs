using CsCheck;

namespace RouterMaestro.Protocols.Tests.Json;

/// <summary>Random JSON as text: all spellings, awkward strings, keys that matter in places where they don't.</summary>
internal static class RandomJson
{
    private static readonly Gen<string> _space = Gen.Frequency((6, Gen.Const("")), (2, Gen.Const(" ")), (1, Gen.OneOf("\n", "\r\n", "\t ", new string(' ', 61))));

    private static readonly Gen<string> _piece = Gen.OneOf(
        "a", "model", " ", "{", "}", "[", "]", ",", ":", "é", "😀", "\\\"", "\\\\", "\\\\\\\"", "\\n", "\\u0065", "\\ud800", "\\/", "//", new string('x', 63), new string('\\', 64));

    private static readonly Gen<string> _string = _piece.List[0, 6].Select(pieces => $"\"{string.Concat(pieces)}\"");

    private static readonly Gen<string> _key = Gen.Frequency(
        (3, Gen.OneOf("\"model\"", "\"mod\\u0065l\"", "\"\\u006dodel\"", "\"stream\"", "\"messages\"", "\"max_tokens\"", "\"stream_options\"", "\"Model\"", "\"modelx\"")),
        (2, _string));

    private static readonly Gen<string> _scalar = Gen.Frequency(
        (3, _string),
        (2, Gen.OneOf("null", "true", "false", "0", "-0", "1", "-17", "1.5", "-0.25e+10", "1E5", "123456789012345678901234567890")));

    /// <summary>Any value, nested now and then.</summary>
    public static Gen<string> Values { get; } = Gen.Recursive<string>((depth, self) => depth > 4 ? _scalar : Gen.Frequency((4, _scalar), (1, ArrayOf(self)), (2, ObjectOf(self, _key))));

    /// <summary>Objects with members of any kind.</summary>
    public static Gen<string> Objects { get; } = ObjectOf(Values, _key);

    /// <summary>Members that no protocol checks, so that they may hold anything and come twice, or that are valid.</summary>
    private static readonly Gen<string> _members =
        Gen.Select(
            Gen.OneOf("\"x\"", "\"Model\"", "\"modelx\"", "\"\"", "\"mod\\\\u0065l\"", "\"\\\"model\"", "\"extra\\u005fbody\"", "\"metadata_\""),
            Values,
            (name, value) => $"{name}:{value}").List[0, 3].Select(m => string.Join(",", m));

    /// <summary>Objects in which a valid request is hidden among members that try to fool the reader.</summary>
    public static Gen<string> Requests { get; } = Gen.Select(
        _members,
        _members,
        _members,
        Gen.OneOf<string>("\"model\":\"gpt-x\"", "\"model\" : \"gpt\\u002dx\"", "\"mod\\u0065l\":\"gpt-x\""),
        Gen.OneOf<string>("\"messages\":[{\"role\":\"user\",\"content\":\"{\\\"model\\\":1}\"}]", "\"messages\":[{\"model\":\"nested\"},{}]"),
        Gen.Bool,
        (head, body, tail, model, messages, swap) => Join(swap ? [head, messages, body, model, tail] : [head, model, body, messages, tail]));

    private static string Join(string[] parts) => $"{{{string.Join(",", parts.Where(p => p.Length > 0))}}}";

    private static Gen<string> ArrayOf(Gen<string> item) =>
        from items in Gen.Select(_space, item, (s, i) => s + i + s).List[0, 4]
        from space in _space
        select $"[{(items.Count == 0 ? space : string.Join(",", items))}]";

    private static Gen<string> ObjectOf(Gen<string> value, Gen<string> key) =>
        from members in Gen.Select(_space, key, _space, value, (s, k, t, v) => $"{s}{k}{t}:{s}{v}{t}").List[0, 5]
        from space in _space
        select $"{{{(members.Count == 0 ? space : string.Join(",", members))}}}";
}
