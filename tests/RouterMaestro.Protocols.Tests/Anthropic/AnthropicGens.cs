using System.Text.Json;
using CsCheck;
using RouterMaestro.Domain;
using RouterMaestro.Domain.Chat;
using RouterMaestro.Domain.Protocols;

namespace RouterMaestro.Protocols.Tests.Anthropic;

/// <summary>Random values that requests and answers of the Messages protocol are made of.</summary>
internal static class AnthropicGens
{
    /// <summary>Texts with all that needs escaping.</summary>
    public static Gen<string> Text { get; } = Gen.OneOf(
        OneOfConst("Hi", "a \"quoted\" \\ word", "two\nlines\ttab", "é€😀", "\u2028</script>\u0001", "\ufffd"),
        Gen.String[Gen.Char.AlphaNumeric, 0, 20],
        Gen.String[Gen.Char, 0, 12].Select(Mend));

    /// <summary>Texts that hold more than white space.</summary>
    public static Gen<string> Words { get; } = Text.Select(t => $"w{t}w");

    public static Gen<string> Name { get; } = Gen.String[Gen.Char.AlphaNumeric, 1, 10];

    public static Gen<RawJson> Object { get; } = Gen.Select(Text.Array[0, 3], Gen.Int, (texts, number) => RawJson.Parse(
        JsonSerializer.Serialize(texts.Select((t, i) => (Key: $"k{i}", Value: (object)t)).Append(("n", number)).ToDictionary(p => p.Item1, p => p.Item2))));

    public static Gen<CacheMarker?> Cache { get; } = OneOfConst<CacheMarker?>(null, null, new CacheMarker(), new CacheMarker("1h"));

    public static Gen<string> Base64 { get; } = Gen.Byte.Array[1, 12].Select(b => Convert.ToBase64String(b));

    public static Gen<Extensions> ReadExtensions(string name) =>
        Gen.OneOf(Gen.Const(Extensions.None), Object.Select(o => new Extensions(WireProtocol.AnthropicMessages, [new(name, o)])));

    public static Gen<T?> Maybe<T>(Gen<T> gen)
        where T : struct => Gen.OneOf(Gen.Const((T?)null), gen.Select(v => (T?)v));

    public static Gen<T?> MaybeOf<T>(Gen<T> gen)
        where T : class => Gen.OneOf(Gen.Const((T?)null), gen.Select(v => (T?)v));

    public static Gen<T> OneOfConst<T>(params T[] values) => Gen.Int[0, values.Length - 1].Select(i => values[i]);

    private static string Mend(string text) => ((JsonText)text).ToString();
}
