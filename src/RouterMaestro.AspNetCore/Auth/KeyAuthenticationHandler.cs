using System.Text.Encodings.Web;
using Microsoft.AspNetCore.Authentication;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace RouterMaestro.AspNetCore.Auth;

/// <summary>Authenticates a host's own endpoints, or its policies, by a key of the gateway.</summary>
internal sealed class KeyAuthenticationHandler(
    IOptionsMonitor<AuthenticationSchemeOptions> options, ILoggerFactory logger, UrlEncoder encoder, GatewayKeys keys)
    : AuthenticationHandler<AuthenticationSchemeOptions>(options, logger, encoder)
{
    protected override Task<AuthenticateResult> HandleAuthenticateAsync()
    {
        var isAdmin = Scheme.Name == RouterMaestroAuthentication.AdminKeyScheme;
        var result = isAdmin ? keys.MatchAdmin(Request.Headers) : keys.MatchCaller(Request.Headers);
        return Task.FromResult(result.Match switch
        {
            // a copy, because a host may add claims to it
            KeyMatch.Right => AuthenticateResult.Success(new(result.User!.Clone(), Scheme.Name)),
            KeyMatch.Missing => AuthenticateResult.NoResult(),
            _ => AuthenticateResult.Fail("The key is wrong."),
        });
    }

    protected override Task HandleChallengeAsync(AuthenticationProperties properties)
    {
        Response.Headers.WWWAuthenticate = "Bearer";
        return base.HandleChallengeAsync(properties);
    }
}
