#pragma warning disable
using System.Text.Json;
using RouterMaestro.Domain.Chat;
using RouterMaestro.Domain.Failures;
using RouterMaestro.Domain.Routing;

namespace RouterMaestro.Application.Protocols.OpenAIChat;

internal static class OpenAIChatErrors { public static WireError Write(RouterError error) => throw new NotImplementedException(); public static UpstreamFailure Read(int status, IUpstreamHeaders headers, ReadOnlySpan<byte> body) => throw new NotImplementedException(); }
