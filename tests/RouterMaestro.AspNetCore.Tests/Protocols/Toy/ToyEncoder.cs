using System.Buffers;
using System.Text.Json;
using RouterMaestro.Domain.Chat;
using RouterMaestro.Domain.Failures;
using RouterMaestro.Protocols.Abstractions;

namespace RouterMaestro.AspNetCore.Tests.Protocols.Toy;

/// <summary>Encodes events into frames of the toy protocol, which knows text only.</summary>
public sealed class ToyEncoder : IStreamEncoder
{
    private readonly HashSet<int> _texts = [];
    private bool _isEnded;

    public IBufferWriter<byte> Output { get; set; } = null!;

    public void Write(in ChatEventSpan span)
    {
        switch (span.Kind)
        {
            case var _ when _isEnded:
                break;
            case ChatEventKind.PartStarted when span.PartKind == PartKind.Text:
                _texts.Add(span.Index);
                break;
            case ChatEventKind.PartDelta when _texts.Contains(span.Index):
                Output.Write("data: {\"bit\":\""u8);
                Output.Write(span.Text);
                Output.Write("\"}\n\n"u8);
                break;
            case ChatEventKind.Completed:
                _isEnded = true;
                End(span.AsCompleted);
                break;
            case ChatEventKind.Failed:
                _isEnded = true;
                Output.Write(ToyError.Write(RouterError.From(span.AsFailed.Failure)).Frame.Span);
                break;
        }
    }

    private void End(ChatEvent.Completed completed)
    {
        Output.Write("data: "u8);
        using (var json = new Utf8JsonWriter(Output))
        {
            json.WriteStartObject();
            ToyResponse.WriteEnd(json, completed.Finish, completed.Usage);
            json.WriteEndObject();
        }

        Output.Write("\n\n"u8);
    }
}
