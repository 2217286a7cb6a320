using System.Text;
using System.Text.Json;
using System.Text.Unicode;
using RouterMaestro.Domain.Chat;
using RouterMaestro.Domain.Failures;
using RouterMaestro.Protocols.Abstractions;

namespace RouterMaestro.Protocols.OpenAI.Chat;

/// <summary>
/// Reads chunks. The completion is held back after the finish reason until the terminal, the usage chunk or the end of the
/// stream, because usage comes last.
/// </summary>
internal sealed class OpenAIChatStreamDecoder : IStreamDecoder
{
    private readonly OpenAIChatStreamChoices _choices = new();
    private OpenAIChatChunkHead _head;
    private bool _started;
    private TokenUsage? _usage;

    public bool IsFinishing => _choices.Finish is not null;

    public bool IsEnded { get; private set; }

    public void Decode(ReadOnlySpan<byte> eventName, ReadOnlySpan<byte> data, IChatEventSink sink)
    {
        data = data.Trim(" \t\r\n"u8);
        if (IsEnded || data.IsEmpty)
        {
            return;
        }

        if (data.SequenceEqual("[DONE]"u8))
        {
            End(isTerminal: true, sink);
            return;
        }

        if (!Utf8.IsValid(data))
        {
            data = Encoding.UTF8.GetBytes(Encoding.UTF8.GetString(data));
        }

        try
        {
            DecodeFrame(eventName, data, sink);
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            // noise after the finish reason takes nothing from the answer
            if (_choices.Finish is null)
            {
                Fail(new(FailureKind.Malformed, "The provider's stream holds something that is not JSON."), sink);
            }
        }
    }

    public void End(IChatEventSink sink) => End(isTerminal: false, sink);

    private void End(bool isTerminal, IChatEventSink sink)
    {
        if (IsEnded)
        {
            return;
        }

        if (_choices.Finish is not null || (isTerminal && _choices.HasContent))
        {
            Complete(sink);
        }
        else if (_choices.HasContent)
        {
            Fail(new(FailureKind.Cut, "The provider's stream ended in the middle of the answer."), sink);
        }
        else
        {
            Fail(new(FailureKind.Empty, "The provider's stream ended without an answer."), sink);
        }
    }

    private void DecodeFrame(ReadOnlySpan<byte> eventName, ReadOnlySpan<byte> data, IChatEventSink sink)
    {
        if (!_started)
        {
            _head.Read(data);
        }

        if (eventName.SequenceEqual("error"u8))
        {
            Fail(OpenAIChatErrors.ReadInside(data), sink);
            return;
        }

        if (_head.HasChoices)
        {
            EnsureStarted(sink);
        }

        var chunk = new OpenAIChatChunk(data, _choices, sink);
        chunk.Read();
        _usage = chunk.Usage ?? _usage;
        Conclude(chunk, data, sink);
    }

    private void Conclude(scoped in OpenAIChatChunk chunk, ReadOnlySpan<byte> data, IChatEventSink sink)
    {
        if (chunk.HasError || chunk.IsBroken)
        {
            Fail(OpenAIChatErrors.ReadInside(data), sink);
        }
        else if (_choices.Finish is not null && chunk is { Usage: not null, HasChoices: false })
        {
            Complete(sink);
        }
    }

    private void Complete(IChatEventSink sink)
    {
        EnsureStarted(sink);
        _choices.EndAll(sink);
        IsEnded = true;
        sink.Write(ChatEventSpan.Completed(new(OpenAIChatFinish.Resolve(_choices.Finish, _choices.HasCalls), _usage)));
    }

    private void Fail(UpstreamFailure failure, IChatEventSink sink)
    {
        EnsureStarted(sink);
        IsEnded = true;
        sink.Write(ChatEventSpan.Failed(new(failure)));
    }

    private void EnsureStarted(IChatEventSink sink)
    {
        if (!_started)
        {
            _started = true;
            sink.Write(ChatEventSpan.Started(new(_head.Id, _head.Model, _head.Created, null)));
        }
    }
}
