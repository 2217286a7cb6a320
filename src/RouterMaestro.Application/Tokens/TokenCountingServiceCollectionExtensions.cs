using Microsoft.Extensions.DependencyInjection;
using RouterMaestro.Application.Messaging;

namespace RouterMaestro.Application.Tokens;

/// <summary>Registers the request that counts tokens.</summary>
internal static class TokenCountingServiceCollectionExtensions
{
    public static IServiceCollection AddTokenCounting(this IServiceCollection services) => services
        .AddHandler<CountTokens, TokenCount, CountTokensHandler, CountTokensValidator>();
}
