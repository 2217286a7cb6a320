using System.Text;
using RouterMaestro.Domain;
using RouterMaestro.Domain.Chat;
using RouterMaestro.Protocols.Abstractions;
using RouterMaestro.Protocols.OpenAI.Responses.Wire;
using RouterMaestro.Protocols.Signatures;

namespace RouterMaestro.Protocols.OpenAI.Responses.Responses;

/// <summary>An item of an answer as it grows.</summary>
/// <param name="kind">What it is.</param>
/// <param name="index">Its place in the output.</param>
/// <param name="identity">The answer that it belongs to.</param>
internal sealed class ResponsesOutputItem(ResponsesItemKind kind, int index, ResponseIdentity identity)
{
    private StringBuilder? _signature;

    public ResponsesItemKind Kind => kind;

    public int Index => index;

    public string Id { get; } = ResponsesIds.Item(
        kind switch
        {
            ResponsesItemKind.Message => "msg",
            ResponsesItemKind.Reasoning => "rs",
            ResponsesItemKind.FreeText => "ctc",
            ResponsesItemKind.Search => "tsc",
            _ => "fc",
        },
        identity,
        index);

    public List<ResponsesOutputPiece> Pieces { get; } = [];

    public JsonText CallId { get; private init; }

    public JsonText Name { get; private init; }

    public string? Space { get; private init; }

    public bool IsDone { get; set; }

    /// <summary>Gets or sets whether the answer was cut off within the item.</summary>
    public bool IsIncomplete { get; set; }

    /// <summary>Gets what the caller is to send back with the reasoning.</summary>
    public string EncryptedContent => Redacted is { } data
        ? ReasoningSignature.ShowRedacted(data)
        : ReasoningSignature.Show(ReasoningSignature.Named(_signature?.ToString(), identity.Model));

    /// <summary>Gets or sets the data of reasoning that nobody can read.</summary>
    public string? Redacted { get; set; }

    /// <summary>Makes the item of a call, in the form in which the caller knows the tool.</summary>
    public static ResponsesOutputItem OfCall(JsonText callId, JsonText name, ToolAlias? alias, int index, ResponseIdentity identity)
    {
        var kind = alias?.Form switch
        {
            ToolForm.FreeText => ResponsesItemKind.FreeText,
            ToolForm.Search => ResponsesItemKind.Search,
            _ => ResponsesItemKind.Function,
        };
        var item = new ResponsesOutputItem(kind, index, identity) { CallId = callId, Name = alias?.Name ?? name, Space = alias?.Namespace };
        item.AddPiece(PartKind.ToolCall);
        return item;
    }

    public ResponsesOutputPiece AddPiece(PartKind part)
    {
        var piece = new ResponsesOutputPiece(part, Pieces.Count);
        Pieces.Add(piece);
        return piece;
    }

    public void Sign(string piece) => (_signature ??= new()).Append(piece);

    /// <summary>Gets the free text of a call whose arguments are whole.</summary>
    public JsonText FreeText()
    {
        var arguments = JsonText.CopyEscaped(Pieces[0].Text.Escaped).ToString();
        return arguments.Length == 0 ? JsonText.Empty : Json.FreeText.Unwrap(ToolCallPart.FromText("", "", arguments));
    }
}

/// <summary>A text within an item: a content of a message, a summary, the arguments of a call.</summary>
/// <param name="kind">What it is.</param>
/// <param name="index">Its place within the item.</param>
internal sealed class ResponsesOutputPiece(PartKind kind, int index)
{
    public PartKind Kind => kind;

    public int Index => index;

    public ResponsesText Text { get; } = new();
}
