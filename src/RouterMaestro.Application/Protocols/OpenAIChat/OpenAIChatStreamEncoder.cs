#pragma warning disable
using System.Text.Json;
using RouterMaestro.Domain.Chat;
using RouterMaestro.Domain.Failures;
using RouterMaestro.Domain.Routing;

namespace RouterMaestro.Application.Protocols.OpenAIChat;

internal sealed class OpenAIChatStreamEncoder(AnswerOptions options, LossSink losses) : IStreamEncoder { public System.Buffers.IBufferWriter<byte> Output { get; set; } = null!; public void Write(in ChatEventSlice slice) => throw new NotImplementedException(); }
