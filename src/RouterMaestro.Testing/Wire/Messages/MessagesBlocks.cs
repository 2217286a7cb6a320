using System.Text.Json.Nodes;
using RouterMaestro.Testing.Simulation;

namespace RouterMaestro.Testing.Wire.Messages;

/// <summary>Makes the events of the content blocks of one Messages stream.</summary>
internal sealed class MessagesBlocks(SimulatedResponse response, RenderContext context, MessagesEvents events)
{
    private int _index;
    private int _calls;

    public IEnumerable<WireFrame> Frames(ResponsePart part) => part switch
    {
        ResponsePart.Text text => Block(
            new JsonObject { ["type"] = "text", ["text"] = "" },
            Cut(text.Make(context.Request), text.Pieces).Select(piece => ("text_delta", "text", piece))),
        ResponsePart.Reasoning reasoning => Block(
            new JsonObject { ["type"] = "thinking", ["thinking"] = "", ["signature"] = "" },
            Cut(reasoning.Content, reasoning.Pieces).Select(piece => ("thinking_delta", "thinking", piece))
                .Append(("signature_delta", "signature", reasoning.Signature))),
        ResponsePart.RedactedReasoning redacted => Block(new JsonObject { ["type"] = "redacted_thinking", ["data"] = redacted.Data }, []),
        ResponsePart.ToolCall call => Call(call.Call),
        _ => [],
    };

    private IEnumerable<WireFrame> Call(SimulatedToolCall call) => Block(
        new JsonObject
        {
            ["type"] = "tool_use",
            ["id"] = MessagesWords.CallId(call, _calls++, context),
            ["name"] = call.Name,
            ["input"] = new JsonObject(),
            ["caller"] = new JsonObject { ["type"] = "direct" },
        },
        // the provider opens with an empty piece, and sends nothing but that where there are no arguments
        Cut(call.Arguments == "{}" ? "" : call.Arguments, call.Pieces).Prepend("").Select(piece => ("input_json_delta", "partial_json", piece)));

    private IEnumerable<WireFrame> Block(JsonObject start, IEnumerable<(string Type, string Field, string Piece)> deltas)
    {
        var index = _index++;
        yield return events.Make("content_block_start", new JsonObject { ["index"] = index, ["content_block"] = start });
        foreach (var (type, field, piece) in deltas)
        {
            yield return events.Make(
                "content_block_delta",
                new JsonObject { ["index"] = index, ["delta"] = new JsonObject { ["type"] = type, [field] = piece } },
                isContent: type != "signature_delta" && piece.Length > 0);
        }

        yield return events.Make("content_block_stop", new JsonObject { ["index"] = index });
    }

    private IEnumerable<string> Cut(string text, IReadOnlyList<string> pieces) => Pieces.Of(text, pieces, response.PieceSize);
}
