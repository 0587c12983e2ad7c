// A page that was opened from disk may not fetch others, so the search shows their titles without the words around.
if (location.protocol === "file:") DOCUMENTATION_OPTIONS.SHOW_SEARCH_SUMMARY = false;
