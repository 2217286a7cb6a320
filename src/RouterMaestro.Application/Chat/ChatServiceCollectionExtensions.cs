using Microsoft.Extensions.DependencyInjection;
using RouterMaestro.Application.Messaging;

namespace RouterMaestro.Application.Chat;

/// <summary>Registers the requests that relay calls to providers.</summary>
internal static class ChatServiceCollectionExtensions
{
    public static IServiceCollection AddChat(this IServiceCollection services) => services
        .AddHandler<RelayChat, ChatReply, RelayChatHandler, RelayChatValidator>()
        .AddHandler<ForwardStoredResponse, ChatReply, ForwardStoredResponseHandler, ForwardStoredResponseValidator>();
}
