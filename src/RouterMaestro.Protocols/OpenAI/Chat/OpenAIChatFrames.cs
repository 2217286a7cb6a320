using System.Globalization;
using System.Text;
using RouterMaestro.Domain;
using RouterMaestro.Domain.Chat;
using RouterMaestro.Protocols.Abstractions;

namespace RouterMaestro.Protocols.OpenAI.Chat;

/// <summary>The pieces of one stream's frames that stay the same, built once.</summary>
internal sealed class OpenAIChatFrames
{
    private readonly byte[] _head;

    public OpenAIChatFrames(ResponseIdentity identity)
    {
        _head = Encoding.UTF8.GetBytes(string.Create(
            CultureInfo.InvariantCulture,
            $$"""data: {"id":"{{OpenAIChatResponseWriter.IdStart}}{{identity.Id}}","object":"chat.completion.chunk","created":{{identity.Created}},"model":{{Quote(identity.Model)}},"choices":["""));
        Text = Delta("\"content\":\"");
        Reasoning = Delta("\"reasoning_content\":\"");
        Refusal = Delta("\"refusal\":\"");
        Details = Delta("\"reasoning_details\":[");
        Role = [.. Delta("\"role\":\"assistant\""), .. "},\"finish_reason\":null}]}\n\n"u8];
    }

    /// <summary>Gets what ends a frame behind text.</summary>
    public static ReadOnlySpan<byte> TextEnd => "\"},\"finish_reason\":null}]}\n\n"u8;

    /// <summary>Gets what ends a frame behind a piece of a tool call's arguments.</summary>
    public static ReadOnlySpan<byte> ArgumentsEnd => "\"}}]},\"finish_reason\":null}]}\n\n"u8;

    /// <summary>Gets what ends a frame behind a detail of reasoning.</summary>
    public static ReadOnlySpan<byte> DetailsEnd => "]},\"finish_reason\":null}]}\n\n"u8;

    /// <summary>Gets the first frame, whole.</summary>
    public byte[] Role { get; }

    public byte[] Text { get; }

    public byte[] Reasoning { get; }

    public byte[] Refusal { get; }

    public byte[] Details { get; }

    /// <summary>Gets what begins a frame without choices, up to the usage's name.</summary>
    public byte[] NoChoices => [.. _head, .. "],"u8];

    /// <summary>Makes the start of the frames with a call's arguments.</summary>
    public byte[] Arguments(int call, bool isCustom) =>
        Delta(string.Create(CultureInfo.InvariantCulture, $$$"""
            "tool_calls":[{"index":{{{call}}},{{{(isCustom ? "\"custom\":{\"input" : "\"function\":{\"arguments")}}}":"
            """));

    /// <summary>Makes the frame in which a call starts.</summary>
    public byte[] CallStart(int call, ReadOnlySpan<byte> id, ReadOnlySpan<byte> name, bool isCustom) =>
    [
        .. Delta(string.Create(CultureInfo.InvariantCulture, $$"""
            "tool_calls":[{"index":{{call}},"id":"
            """)),
        .. id, .. isCustom ? "\",\"type\":\"custom\",\"custom\":{\"name\":\""u8 : "\",\"type\":\"function\",\"function\":{\"name\":\""u8,
        .. name, .. isCustom ? "\",\"input\":\""u8 : "\",\"arguments\":\""u8, .. ArgumentsEnd,
    ];

    /// <summary>Makes the last frame of the answer.</summary>
    public byte[] Finish(FinishReason finish) =>
        [.. Delta(""), .. "},\"finish_reason\":\""u8, .. OpenAIChatFinish.Write(finish), .. "\"}]}\n\n"u8];

    private byte[] Delta(string members) => [.. _head, .. "{\"index\":0,\"delta\":{"u8, .. Encoding.UTF8.GetBytes(members)];

    private static string Quote(string text) => Encoding.UTF8.GetString(JsonText.FromString(text).Quoted.Span);
}
