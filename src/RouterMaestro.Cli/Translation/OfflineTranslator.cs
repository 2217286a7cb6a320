using MediatR;
using Microsoft.Extensions.DependencyInjection;
using RouterMaestro.Application.DependencyInjection;
using RouterMaestro.Application.Translation;
using RouterMaestro.Cli.Shell;
using RouterMaestro.Domain.Failures;

namespace RouterMaestro.Cli.Translation;

/// <summary>Translates without a gateway: it composes the use cases alone, which read no configuration.</summary>
internal sealed class OfflineTranslator(TimeProvider clock)
{
    /// <summary>Translates a body.</summary>
    /// <exception cref="CommandFailedException">The body cannot be translated.</exception>
    public async Task<TranslatedBody> TranslateAsync(IRequest<TranslatedBody> request, CancellationToken cancellationToken)
    {
        await using var services = new ServiceCollection().AddSingleton(clock).AddRouterMaestroCore().Services.BuildServiceProvider();
        try
        {
            return await services.GetRequiredService<IMediator>().Send(request, cancellationToken);
        }
        catch (RouterException exception)
        {
            throw new CommandFailedException(Describe(exception.Error), exception);
        }
    }

    private static string Describe(RouterError error) => error switch
    {
        { Kind: RouterErrorKind.UpstreamFailed } => $"The body is no response, but a provider's error: {error.Message}",
        { Param: { } param } when !error.Message.Contains(param, StringComparison.Ordinal) => $"{param}: {error.Message}",
        _ => error.Message,
    };
}
