using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using RouterMaestro.Domain.Chat;
using RouterMaestro.Protocols.Abstractions;
using RouterMaestro.Protocols.Json;
using RouterMaestro.Protocols.RequestScanning;
using RouterMaestro.Protocols.Tools;

namespace RouterMaestro.Protocols.OpenAI.Responses.Wire;

/// <summary>Glances at items without reading them.</summary>
internal static class ResponsesItemTypes
{
    /// <summary>Returns true if an item calls a tool of the caller.</summary>
    public static bool IsCall(ReadOnlySpan<byte> item) =>
        MemberProbe.TryFind(item, "type"u8, out var type)
        && ResponsesFrameMap.SpanOf(type, item) is var name
        && (name.SequenceEqual("\"function_call\""u8)
            || name.SequenceEqual("\"custom_tool_call\""u8)
            || (name.SequenceEqual("\"tool_search_call\""u8) && MemberProbe.Is(item, "execution"u8, "\"client\""u8)));

    /// <summary>Returns true if an item is a call with a name.</summary>
    public static bool IsNamedCall(ReadOnlySpan<byte> item) => IsCall(item) && HasSome(item, "name"u8);

    /// <summary>Returns true if an added item commits the stream to its candidate. An empty message or empty reasoning does not.</summary>
    public static bool IsContentWhenAdded(ReadOnlySpan<byte> item)
    {
        if (MemberProbe.Is(item, "type"u8, "\"reasoning\""u8))
        {
            return false;
        }

        if (MemberProbe.Is(item, "type"u8, "\"message\""u8))
        {
            return HasSome(item, "content"u8);
        }

        return !IsCall(item) || IsNamedCall(item) || MemberProbe.Is(item, "type"u8, "\"tool_search_call\""u8);
    }

    /// <summary>Returns true if an ended item has content.</summary>
    public static bool IsContentWhenDone(ReadOnlySpan<byte> item) =>
        MemberProbe.Is(item, "type"u8, "\"reasoning\""u8)
            ? HasSome(item, "summary"u8) || HasSome(item, "content"u8) || HasSome(item, "encrypted_content"u8)
            : !MemberProbe.Is(item, "type"u8, "\"message\""u8) || HasSome(item, "content"u8);

    private static bool HasSome(ReadOnlySpan<byte> item, ReadOnlySpan<byte> member) =>
        MemberProbe.TryFind(item, member, out var value) && JsonContent.IsThere(value.Kind, ResponsesFrameMap.SpanOf(value, item));
}

/// <summary>What an item of an answer is.</summary>
internal enum ResponsesItemKind
{
    Message,
    Reasoning,
    Function,
    FreeText,
    Search,
}

/// <summary>Ids in the protocol's form: what they are of, and 16 hexadecimal digits.</summary>
internal static class ResponsesIds
{
    private const int Digits = 16;
    private const int DigitsOfIndex = 4;
    private const int MaxOfCall = 64;
    private const int DigestBytes = 6;

    public static string Response(ResponseIdentity identity) => identity.Given ?? $"resp-{identity.Id.AsSpan(0, Math.Min(Digits, identity.Id.Length))}";

    /// <summary>Makes the id of an item, the same whenever it is asked for.</summary>
    /// <param name="kind">What the item is: <c>msg</c>, <c>fc</c>, <c>ctc</c>, <c>tsc</c> or <c>rs</c>.</param>
    /// <param name="identity">The answer that it belongs to.</param>
    /// <param name="index">Its place in the output.</param>
    public static string Item(string kind, ResponseIdentity identity, int index) => string.Create(
        CultureInfo.InvariantCulture, $"{kind}-{identity.Id.AsSpan(0, Math.Min(Digits - DigitsOfIndex, identity.Id.Length))}{index:x4}");

    /// <summary>Makes the id of a call neither empty nor too long: the same one for the call and for its result, and different ones for different ids.</summary>
    public static string Call(string id) => id.Length is > 0 and <= MaxOfCall
        ? id
        : string.Concat(
            id.AsSpan(0, Math.Min(id.Length, MaxOfCall - (2 * DigestBytes) - 1)),
            "_",
            Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(id)).AsSpan(0, DigestBytes)));
}

/// <summary>Names of tools as plain functions, and back.</summary>
internal static class ResponsesToolNames
{
    /// <summary>The name of the tool with which a model looks for further tools.</summary>
    public const string Search = "tool_search";

    /// <summary>The name of the one argument of a tool that takes free text.</summary>
    public const string Input = "input";

    /// <summary>Makes one name of a namespace and a name: always the same one, and short enough for every provider.</summary>
    public static string Flatten(string? space, string name)
    {
        if (string.IsNullOrEmpty(space))
        {
            return name;
        }

        var whole = $"{space}__{name}";
        return whole.Length <= ToolNameRule.CommonMaxLength ? whole : ToolNameRule.Mark(whole, whole, ToolNameRule.CommonMaxLength);
    }

    /// <summary>Returns the caller's form of a tool; null if it is a function of that name.</summary>
    public static ToolAlias? AliasOf(ToolForm form, string? space, string name) =>
        form == ToolForm.Function && string.IsNullOrEmpty(space) ? null : new(form, name, string.IsNullOrEmpty(space) ? null : space);

    /// <summary>Finds the aliases of tools by their names as functions; null when there are none.</summary>
    public static Dictionary<string, ToolAlias>? AliasesOf(IEnumerable<Tool> tools)
    {
        Dictionary<string, ToolAlias>? aliases = null;
        foreach (var tool in tools)
        {
            if (tool is Tool.Function { Alias: { } alias } function)
            {
                (aliases ??= [])[function.Name] = alias;
            }
        }

        return aliases;
    }
}

/// <summary>Text that grows piece by piece, escaped.</summary>
internal sealed class ResponsesText
{
    private const int FirstRoom = 256;
    private byte[] _bytes = [(byte)'"', (byte)'"'];
    private int _length = 1;

    public bool IsEmpty => _length == 1;

    /// <summary>Gets the text, without quotes.</summary>
    public ReadOnlySpan<byte> Escaped => _bytes.AsSpan(1, _length - 1);

    /// <summary>Gets the text as a JSON string literal.</summary>
    public ReadOnlyMemory<byte> Quoted => _bytes.AsMemory(0, _length + 1);

    public void Append(ReadOnlySpan<byte> escaped)
    {
        var needed = _length + escaped.Length + 1;
        if (needed > _bytes.Length)
        {
            Array.Resize(ref _bytes, Math.Max(Math.Max(needed, FirstRoom), _bytes.Length * 2));
        }

        escaped.CopyTo(_bytes.AsSpan(_length));
        _length += escaped.Length;
        _bytes[_length] = (byte)'"';
    }
}
