#pragma warning disable
using System.Text.Json;
using RouterMaestro.Domain.Chat;
using RouterMaestro.Domain.Failures;
using RouterMaestro.Domain.Routing;

namespace RouterMaestro.Application.Protocols.Anthropic;

internal sealed class AnthropicStreamDecoder : IStreamDecoder { public bool IsEnded => throw new NotImplementedException(); public void Decode(ReadOnlySpan<byte> eventName, ReadOnlySpan<byte> data, IChatEventSink sink) => throw new NotImplementedException(); public void End(IChatEventSink sink) => throw new NotImplementedException(); }
