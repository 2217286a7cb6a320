using System.Globalization;
using RouterMaestro.Domain.Chat;
using RouterMaestro.Protocols.Abstractions;
using RouterMaestro.Protocols.Json;
using RouterMaestro.Protocols.OpenAI.Shared;
using RouterMaestro.Protocols.RequestScanning;
using RouterMaestro.Protocols.Tools;

namespace RouterMaestro.Protocols.OpenAI.Responses.Wire;

/// <summary>Classifies items without parsing them.</summary>
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

    /// <summary>Returns true if an added item is content. Reasoning, a message without content and a function without a name are not.</summary>
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

    /// <summary>Returns true if an ended item is content. A message or reasoning without content is not.</summary>
    public static bool IsContentWhenDone(ReadOnlySpan<byte> item) =>
        MemberProbe.Is(item, "type"u8, "\"reasoning\""u8)
            ? HasSome(item, "summary"u8) || HasSome(item, "content"u8) || HasSome(item, "encrypted_content"u8)
            : !MemberProbe.Is(item, "type"u8, "\"message\""u8) || HasSome(item, "content"u8);

    private static bool HasSome(ReadOnlySpan<byte> item, ReadOnlySpan<byte> member) =>
        MemberProbe.TryFind(item, member, out var value) && JsonContent.IsThere(value.Kind, ResponsesFrameMap.SpanOf(value, item));
}

/// <summary>Specifies the kind of an item of a response.</summary>
internal enum ResponsesItemKind
{
    Message,
    Reasoning,
    Function,
    FreeText,
    Search,
}

/// <summary>Creates ids in the protocol's form: a prefix for the kind, and 16 hexadecimal digits.</summary>
internal static class ResponsesIds
{
    private const int Digits = 16;
    private const int DigitsOfIndex = 4;

    public static string Response(ResponseIdentity identity) => identity.Given ?? $"resp-{identity.Id.AsSpan(0, Math.Min(Digits, identity.Id.Length))}";

    /// <summary>Returns the id of an item. It is the same for every call with the same arguments.</summary>
    /// <param name="kind">The kind of the item: <c>msg</c>, <c>fc</c>, <c>ctc</c>, <c>tsc</c> or <c>rs</c>.</param>
    /// <param name="identity">The identity of the response.</param>
    /// <param name="index">Its position in the output.</param>
    public static string Item(string kind, ResponseIdentity identity, int index) => string.Create(
        CultureInfo.InvariantCulture, $"{kind}-{identity.Id.AsSpan(0, Math.Min(Digits - DigitsOfIndex, identity.Id.Length))}{index:x4}");

    /// <summary>Returns a call id that is neither empty nor too long. It is the same for a call and its result, and differs for different ids.</summary>
    public static string Call(string id) => OpenAICallIds.Fit(id, OpenAICallIds.MaxInResponses);
}

/// <summary>Maps the names of tools to names of functions, and back.</summary>
internal static class ResponsesToolNames
{
    /// <summary>The name of the tool with which a model searches for tools.</summary>
    public const string Search = "tool_search";

    /// <summary>The name of the only argument of a tool with free text.</summary>
    public const string Input = "input";

    /// <summary>Joins a namespace and a name into one stable name that is short enough for every provider.</summary>
    public static string Flatten(string? space, string name)
    {
        if (string.IsNullOrEmpty(space))
        {
            return name;
        }

        var whole = $"{space}__{name}";
        return whole.Length <= ToolNameRule.CommonMaxLength ? whole : ToolNameRule.Mark(whole, whole, ToolNameRule.CommonMaxLength);
    }

    /// <summary>Returns the caller's form of a tool; null if it is a function without a namespace.</summary>
    public static ToolAlias? AliasOf(ToolForm form, string? space, string name) =>
        form == ToolForm.Function && string.IsNullOrEmpty(space) ? null : new(form, name, string.IsNullOrEmpty(space) ? null : space);

    /// <summary>Returns the aliases of tools by function name; null if there are none.</summary>
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

/// <summary>Represents an escaped JSON text to which pieces are appended.</summary>
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
